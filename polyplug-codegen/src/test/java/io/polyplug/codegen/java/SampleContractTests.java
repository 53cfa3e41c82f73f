package io.polyplug.codegen.java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.polyplug.codegen.toml.ApiFile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample's contract. The sample is built before codegen, so that what is made of its
 * api is kept with its sources.
 */
class SampleContractTests {

    private static final Path SAMPLE = Path.of(System.getProperty("basedir", ""), "../sample-app/src/main");

    @Test
    void sourcesAreWhatIsGeneratedFromTheApi() throws IOException {
        Map<String, String> generated = JavaSources
            .of(ApiFile.read(SAMPLE.resolve("polyplug/api.toml"), (warning) -> assertThat(warning).isNull()),
                    "io.polyplug.sample.contract")
            .texts();
        assertThat(committed(SAMPLE.resolve("java"))).isEqualTo(generated);
    }

    private static Map<String, String> committed(Path sources) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(sources.resolve("io/polyplug/sample/contract"))) {
            for (Path file : files.toList()) {
                texts.put(sources.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

}
