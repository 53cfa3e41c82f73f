package io.polyplug.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every command has: help, exit codes, one line for each thing that is wrong.
 */
class UsageTests {

    @TempDir
    private Path folder;

    @Test
    void withoutACommandItTellsWhichThereAre() {
        Terminal terminal = Terminal.run();
        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.err()).startsWith("Which command?").contains("generate", "doctor");
    }

    @Test
    void whatIsMisspeltIsRefusedWithTheNearestWord() {
        Terminal terminal = Terminal.run("generat");
        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.err()).contains("Did you mean", "generate");
    }

    @Test
    void whatIsMissingIsToldInOneLineAndWhereToReadOn() {
        Terminal terminal = Terminal.run("generate", "--output", this.folder);
        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.err().lines()).containsExactly("Missing required option: '--package=<name>'",
                "Say 'polyplug generate --help' for what there is");
    }

    @Test
    void everyCommandExplainsItself() {
        for (String command : List.of("generate", "export-api", "guest", "diff", "pack", "unpack", "keygen", "sign",
                "verify", "run", "doctor")) {
            Terminal terminal = Terminal.run(command, "--help");
            assertThat(terminal.exitCode()).as(command).isZero();
            assertThat(terminal.out()).startsWith("Usage: polyplug " + command + " ");
        }
    }

    @Test
    void failureIsOneLine() {
        Terminal terminal = Terminal.run("generate", "--api", this.folder.resolve("none.toml"), "--package", "demo",
                "--output", this.folder);
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err().lines()).hasSize(1);
        assertThat(terminal.err()).startsWith(this.folder.resolve("none.toml") + ": there is no such file. ");
    }

    @Test
    void whatThisJavaLacksWasForeseen() {
        StringWriter err = new StringWriter();
        CommandLine line = Polyplug.commandLine().setErr(new PrintWriter(err));
        Exception failure = new IllegalStateException("This JVM has no Ed25519. Add a module",
                new NoSuchAlgorithmException("Ed25519"));
        assertThat(new Failures(() -> false).handleExecutionException(failure, line, line.parseArgs())).isEqualTo(1);
        assertThat(err).hasToString("This JVM has no Ed25519. Add a module\n");
    }

    @Test
    void stacktraceIsThereForWhoAsksForIt() {
        Terminal terminal = Terminal.run("generate", "--stacktrace", "--api", this.folder.resolve("none.toml"),
                "--package", "demo", "--output", this.folder);
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).contains("NoSuchFileException", "at io.polyplug.cli.GenerateCommand.call");
    }

    @Test
    void eachProblemOfAnApiHasALineOfItsOwn() throws Exception {
        Path api = Files.writeString(this.folder.resolve("api.toml"), """
                [[guest_contract]]
                name = "demo.Greeter"
                version = "1.0"
                functions = [
                  { name = "greet", params = [{ name = "name", type = "StringVew" }] },
                  { name = "add", return = "u33" },
                ]
                """);
        Terminal terminal = Terminal.run("generate", "--api", api, "--package", "demo", "--output", this.folder);
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err().lines()).hasSize(2);
        assertThat(terminal.err().lines().toList().get(0)).contains("api.toml:5:", "StringVew");
        assertThat(terminal.err().lines().toList().get(1)).contains("api.toml:6:", "u33");
    }

    @Test
    void versionNamesJavaAsWell() {
        assertThat(Terminal.run("--version").out()).startsWith("polyplug ").contains("Java " + Runtime.version());
    }

}
