package io.polyplug.codegen.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Projects in Rust, Go and Zig: green as they come, and with an author's bodies built,
 * loaded, called, replaced and unloaded on both backends.
 */
@Timeout(1200)
class ToolchainBundleTests {

    private static final List<String> BACKENDS = (Runtime.version().feature() >= 25) ? List.of("jna", "ffm")
            : List.of("jna");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = { "RUST", "GO", "ZIG" })
    void projectIsGreenAtOnceAndServesWhatItsAuthorWrites(GuestLanguage language) throws IOException {
        ToolchainProject.require(language);
        ToolchainProject project = new ToolchainProject(language, this.folder.resolve("project"));
        project.write(EveryType.api(), "every-type");
        project.test();
        project.writeBodies();
        if (language == GuestLanguage.GO) {
            Files.delete(project.folder.resolve("plugin_test.go"));
        }
        Path first = copy(project.build(), "first");
        project.replace(") * 1", ") * 2");
        Path second = copy(project.build(), "second");
        int mapped = (language == GuestLanguage.GO) ? 2 : 0;
        for (String backend : BACKENDS) {
            Tool probe = Tool.run(this.folder, Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
                    System.getProperty("java.class.path"), EveryTypeProbe.class.getName(), backend,
                    this.folder.resolve("work-" + backend).toString(), first.toString(), second.toString(),
                    String.valueOf(mapped));
            assertThat(probe.output()).as("%s, %s", language, backend).contains(EveryTypeProbe.WELL);
            assertThat(probe.exit()).as("%s, %s\n%s", language, backend, probe.output()).isZero();
            if (language == GuestLanguage.RUST) {
                assertThat(probe.output()).contains("[every-type] panicked at src/lib.rs:");
            }
        }
    }

    private Path copy(Path bundle, String name) throws IOException {
        Path to = this.folder.resolve(name);
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(bundle)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

}
