package io.polyplug.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From an api to Java and back, to the project of a bundle, and to the next api.
 */
class GenerationTests {

    @TempDir
    private Path folder;

    private Path api;

    @BeforeEach
    void writeApi() {
        this.api = Terminal.resource("everything.toml", this.folder);
    }

    @Test
    void generatesWhatIsNotThereYet() throws Exception {
        Terminal first = generate();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("Everything.java", "Point.java", "Shade8.java");
        assertThat(generate().out()).isEmpty();
        assertThat(this.folder.resolve("java/demo/Everything.java")).content().contains("package demo;");
    }

    private Terminal generate() {
        return Terminal.run("generate", "--api", this.api, "--package", "demo", "--output",
                this.folder.resolve("java"));
    }

    @Test
    void exportsTheApiThatWasGeneratedFrom() throws Exception {
        generate();
        compile(this.folder.resolve("java"), this.folder.resolve("classes"));
        Path exported = this.folder.resolve("exported/api.toml");
        Terminal terminal = Terminal.run("export-api", "--classes", this.folder.resolve("classes"), "--output",
                exported, "demo.Everything");
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.exitCode()).isZero();
        assertThat(Terminal.run("diff", this.api, exported)).isEqualTo(new Terminal(0, "", ""));
        assertThat(Terminal.run("export-api", "--classes", this.folder.resolve("classes"), "demo.Everything").out())
            .isEqualTo(Files.readString(exported));
    }

    private static void compile(Path sources, Path classes) throws Exception {
        try (Stream<Path> files = Files.walk(sources)) {
            List<String> options = Stream.concat(
                    Stream.of("-d", classes.toString(), "-proc:none", "-parameters", "-classpath",
                            System.getProperty("java.class.path")),
                    files.map(Path::toString).filter((file) -> file.endsWith(".java")))
                .toList();
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)))
                .isZero();
        }
    }

    @Test
    void namesTheInterfaceThatIsNotThere() {
        Terminal terminal = Terminal.run("export-api", "--classes", this.folder, "demo.Nobody");
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).startsWith("There is no class demo.Nobody in ");
    }

    @Test
    void namesTheClassesThatAreNotThere() {
        Terminal terminal = Terminal.run("export-api", "--classes", this.folder.resolve("none"), "demo.Everything");
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).startsWith("There is no file ");
    }

    @Test
    void beginsABundleAndLeavesWhatItsAuthorWrote() throws Exception {
        Path project = this.folder.resolve("everything");
        Terminal first = guest("c", project);
        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("CMakeLists.txt");
        Files.writeString(project.resolve("CMakeLists.txt"), "# mine\n");
        assertThat(guest("c", project).exitCode()).isZero();
        assertThat(project.resolve("CMakeLists.txt")).content().isEqualTo("# mine\n");
    }

    @Test
    void leavesTheProjectInAnotherLanguage() {
        Path project = this.folder.resolve("everything");
        guest("c", project);
        Terminal terminal = guest("rust", project);
        assertThat(terminal).isEqualTo(new Terminal(1, "",
                project + " has a bundle in C, and what is generated now, a bundle in Rust, would take its place."
                        + " Generate into another folder, or delete that one first\n"));
        assertThat(guest("c", project)).isEqualTo(new Terminal(0, "", ""));
    }

    @Test
    void leavesTheSourcesOfAnotherPackage() {
        generate();
        Terminal terminal = Terminal.run("generate", "--api", this.api, "--package", "other", "--output",
                this.folder.resolve("java"));
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).contains(
                "/java has Java sources of package demo, and what is generated now, Java sources of package other,");
        assertThat(this.folder.resolve("java/demo/Everything.java")).exists();
    }

    @Test
    void namesTheLanguagesThatThereAre() {
        Terminal terminal = guest("cobol", this.folder.resolve("everything"));
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).contains("cobol", "rust", "zig");
    }

    private Terminal guest(String language, Path project) {
        return Terminal.run("guest", "--api", this.api, "--language", language, "--name", "every-type", "--directory",
                project);
    }

    @Test
    void tellsWhatBreaksAndEndsWithOne() throws Exception {
        Path later = later("type = \"i64\" }], return = \"i64\"", "type = \"i32\" }], return = \"i64\"");
        Terminal terminal = Terminal.run("diff", this.api, later);
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.out().lines().toList().get(0)).startsWith(later + ":")
            .contains(": breaking for callers, guests: demo.Everything: Function add takes (a: i32, b: i32)");
        assertThat(Terminal.run("diff", "--no-fail-on-breaking", this.api, later).exitCode()).isZero();
        assertThat(Terminal.run("diff", "--fail-on-breaking", this.api, later).exitCode()).isEqualTo(1);
    }

    @Test
    void whatConcernsSourcesOnlyEndsWithZero() throws Exception {
        Terminal terminal = Terminal.run("diff", this.api, later("\"negate\"", "\"invert\""));
        assertThat(terminal.exitCode()).isZero();
        assertThat(terminal.out()).contains("compatible for callers, guests");
    }

    private Path later(String was, String is) throws Exception {
        return Files.writeString(this.folder.resolve("later.toml"), Files.readString(this.api).replace(was, is));
    }

}
