package io.polyplug.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The test of the sample that the page about testing shows is the one that runs.
 */
class TestingPageTests {

    private static final Path SOURCE = Path.of("src/test/java/io/polyplug/sample/PictureControllerTests.java");

    private static final String FIRST_LINE = "@WebMvcTest(PictureController.class)";

    @Test
    void pageShowsTheTestAsItIs() throws IOException {
        List<String> source = Files.readAllLines(SOURCE);
        List<String> test = source.subList(source.indexOf(FIRST_LINE), source.size());
        assertThat(test).hasSizeLessThan(25);
        assertThat(Files.readString(Path.of("../docs/testing.md"))).contains(String.join("\n", test) + "\n```");
    }

}
