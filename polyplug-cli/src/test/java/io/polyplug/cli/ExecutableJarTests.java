package io.polyplug.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
    void packsWhatItRuns() throws Exception {
        Path api = Terminal.resource("everything.toml", this.folder);
        Path bundle = NativeFixtures.copyTo("everything", this.folder.resolve("bundle"));
        Path archive = this.folder.resolve("everything-1.2.0.ppb");
        assertThat(java("pack", bundle)).isEqualTo(new Terminal(0, archive + "\n", ""));
        assertThat(java("run", "--api", api, archive, "demo.Everything.greet", "Ada"))
            .isEqualTo(new Terminal(0, "hello Ada\n", ""));
        assertThat(java("unpack", archive))
            .isEqualTo(new Terminal(0, this.folder.resolve("everything-1.2.0") + "\n", ""));
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
    void namesTheLocaleThatDamagesWords() throws Exception {
        Path api = Terminal.resource("everything.toml", this.folder);
        Path bundle = NativeFixtures.copyTo("everything", this.folder.resolve("everything"));
        Object[] words = { "run", "--api", api, bundle, "demo.Everything.greet", "Grüße" };
        assertThat(javaIn("C.UTF-8", words)).isEqualTo(new Terminal(0, "hello Grüße\n", ""));
        for (String locale : List.of("C", "POSIX")) {
            Terminal terminal = javaIn(locale, words);
            assertThat(terminal.exitCode()).as(locale).isEqualTo(1);
            assertThat(terminal.out()).as(locale).isEmpty();
            assertThat(terminal.err()).as(locale)
                .matches("Word 6 of the command line, 'Gr\ufffd+e', was damaged before polyplug saw it: in this locale"
                        + " text is US-ASCII, and it has other bytes\\. Set another one: LC_ALL=C\\.UTF-8\\n");
        }
    }

    @Test
    void printsTextInEveryLocale() throws Exception {
        Path api = Files.writeString(this.folder.resolve("api.toml"), """
                [[types]]
                name = "Person"
                fields = [{ name = "age", type = "Größe" }]
                """);
        Terminal expected = javaIn("C.UTF-8", "generate", "--api", api, "--package", "demo", "--output", this.folder);
        assertThat(expected.err()).contains("has the unknown type 'Größe'");
        assertThat(javaIn("C", "generate", "--api", api, "--package", "demo", "--output", this.folder))
            .isEqualTo(expected);
    }

    @Test
    void tellsItsVersionAndEndsAsItShould() throws Exception {
        assertThat(java("--version").out()).matches("(?s)polyplug \\d+\\.\\d+.*");
        assertThat(java().exitCode()).isEqualTo(2);
        assertThat(java("verify", this.folder).exitCode()).isEqualTo(1);
    }

    private Terminal java(Object... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(program(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", JAR));
        Stream.of(words).map(Object::toString).forEach(command::add);
        return start(command);
    }

    /** From a script, for the locale of these tests may have no letters for the words. */
    private Terminal javaIn(String locale, Object... words) throws IOException, InterruptedException {
        String line = Stream.of(words).map((word) -> " '" + word + "'").collect(Collectors.joining());
        Path script = Files.writeString(this.folder.resolve("script.sh"), "LC_ALL=" + locale + " exec '" + program()
                + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar '" + JAR + "'" + line + "\n");
        return start(List.of("sh", script.toString()));
    }

    private static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Terminal start(List<String> command) throws IOException, InterruptedException {
        Path out = this.folder.resolve("out.txt");
        Path err = this.folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        int exitCode = builder.start().waitFor();
        return new Terminal(exitCode, Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

}
