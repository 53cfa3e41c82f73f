package io.polyplug.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.polyplug.fixtures.NativeFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The one jar, as a user starts it, on the Java that runs the tests.
 */
class ExecutableJarTests {

    private static final String JAR = System.getProperty("executable.jar");

    @TempDir
    private Path folder;

    @Test
    void callsALibraryWithoutAWarning() throws Exception {
        Path api = Terminal.resource("everything.toml", this.folder);
        Path bundle = NativeFixtures.copyTo("everything", this.folder.resolve("everything"));
        assertThat(java("run", "--api", api, bundle, "demo.Everything.greet", "Ada"))
            .isEqualTo(new Terminal(0, "hello Ada\n", ""));
    }

    @Test
    void takesTheFastestBackendThatThisJavaHas() throws Exception {
        Terminal terminal = java("doctor", "--work-directory", this.folder);
        assertThat(terminal.exitCode()).as(terminal.toString()).isZero();
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.out()).contains(
                (Runtime.version().feature() < 25) ? "slow     backend        jna" : "fine     backend        ffm");
    }

    @Test
    void beginsABundleInEveryLanguage() throws Exception {
        Path api = Terminal.resource("everything.toml", this.folder);
        for (String language : List.of("c", "c++", "rust", "go", "zig")) {
            Path project = this.folder.resolve(language);
            Terminal terminal = java("guest", "--api", api, "--language", language, "--name", "every-type",
                    "--directory", project);
            assertThat(terminal.err()).as(language).isEmpty();
            assertThat(terminal.exitCode()).as(language).isZero();
            try (Stream<Path> files = Files.walk(project)) {
                assertThat(files.map((file) -> file.getFileName().toString())).as(language).contains("manifest.toml");
            }
        }
    }

    @Test
    void tellsItsVersionAndEndsAsItShould() throws Exception {
        assertThat(java("--version").out()).matches("(?s)polyplug \\d+\\.\\d+.*");
        assertThat(java().exitCode()).isEqualTo(2);
        assertThat(java("verify", this.folder).exitCode()).isEqualTo(1);
    }

    private Terminal java(Object... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR));
        Stream.of(words).map(Object::toString).forEach(command::add);
        Path out = this.folder.resolve("out.txt");
        Path err = this.folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        int exitCode = builder.start().waitFor();
        return new Terminal(exitCode, Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

}
