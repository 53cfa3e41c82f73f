package io.polyplug.cli.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.polyplug.cli.Terminal;
import io.polyplug.fixtures.NativeFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bundles in one file: packed, unpacked, signed, verified and run.
 */
class ArchiveCommandsTests {

    @TempDir
    private Path folder;

    private Path api;

    private Path bundle;

    private Path archive;

    @BeforeEach
    void prepare() {
        this.api = Terminal.resource("everything.toml", this.folder);
        this.bundle = NativeFixtures.copyTo("everything", this.folder.resolve("bundle"));
        this.archive = this.folder.resolve("everything-1.2.0.ppb");
    }

    @Test
    void packsBesideTheFolderUnderNameAndVersion() throws IOException {
        assertThat(Terminal.run("pack", this.bundle)).isEqualTo(new Terminal(0, this.archive + "\n", ""));
        byte[] first = Files.readAllBytes(this.archive);
        Path other = this.folder.resolve("other.ppb");
        assertThat(Terminal.run("pack", this.bundle, "-o", other)).isEqualTo(new Terminal(0, other + "\n", ""));
        assertThat(other).hasBinaryContent(first);
    }

    @Test
    void unpacksBesideTheArchiveOrWhereItIsTold() throws IOException {
        Terminal.run("pack", this.bundle);
        Path beside = this.folder.resolve("everything-1.2.0");
        assertThat(Terminal.run("unpack", this.archive)).isEqualTo(new Terminal(0, beside + "\n", ""));
        assertThat(contents(beside)).isEqualTo(contents(this.bundle)).isNotEmpty();
        Path other = this.folder.resolve("other/place");
        assertThat(Terminal.run("unpack", this.archive, other)).isEqualTo(new Terminal(0, other + "\n", ""));
        assertThat(contents(other)).isEqualTo(contents(this.bundle));
        Terminal again = Terminal.run("unpack", this.archive, other);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains(other.toString()).hasLineCount(1);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), new String(Files.readAllBytes(file), "ISO-8859-1"));
            }
        }
        return contents;
    }

    @Test
    void runsAnArchiveAsItRunsAFolder() throws IOException {
        Terminal.run("pack", this.bundle);
        assertThat(Terminal.run("run", "--api", this.api, this.archive, "demo.Everything.greet", "Ada"))
            .isEqualTo(new Terminal(0, "hello Ada\n", ""));
        Path plugins = Files.createDirectory(this.folder.resolve("plugins"));
        Files.move(this.archive, plugins.resolve("everything.ppb"));
        assertThat(Terminal.run("run", plugins).out()).startsWith("everything 1.2.0, generation 1, ")
            .contains("everything.ppb");
    }

    @Test
    void verifiesWhatItHasSigned() {
        String key = Terminal.run("keygen", "--directory", this.folder).out().strip();
        assertThat(Terminal.run("pack", "--key", this.folder.resolve("signing.key"), this.bundle).err()).isEmpty();
        assertThat(this.bundle.resolve("bundle.sig")).as("the folder stays as it is").doesNotExist();
        assertThat(Terminal.run("verify", "--key", this.folder.resolve("verifying.key"), this.archive)).isEqualTo(
                new Terminal(0, this.archive + " is as its signer left it, whose key is trusted: " + key + "\n", ""));
        assertThat(Terminal.run("run", "--trust", this.folder.resolve("verifying.key"), this.archive).out())
            .contains("signed by " + key);
        Terminal.run("keygen", "--directory", this.folder.resolve("others"));
        Terminal stranger = Terminal.run("verify", "--key", this.folder.resolve("others/verifying.key"), this.archive);
        assertThat(stranger.exitCode()).isEqualTo(1);
        assertThat(stranger.err()).contains("everything").hasLineCount(1);
    }

    @Test
    void tellsThatAnArchiveIsNotSignedOrIsNone() throws IOException {
        Terminal.run("pack", this.bundle);
        Terminal unsigned = Terminal.run("verify", this.archive);
        assertThat(unsigned.exitCode()).isEqualTo(1);
        assertThat(unsigned.err()).contains("everything").hasLineCount(1);
        Files.writeString(this.archive, "no zip");
        for (Object[] words : new Object[][] { { "verify", this.archive }, { "unpack", this.archive },
                { "run", this.archive } }) {
            Terminal terminal = Terminal.run(words);
            assertThat(terminal.exitCode()).as((String) words[0]).isEqualTo(1);
            assertThat(terminal.err()).as((String) words[0]).contains(this.archive.toString()).hasLineCount(1);
        }
    }

    @Test
    void packsNoSecretAndNotItself() {
        Terminal.run("keygen", "--directory", this.bundle);
        Terminal secret = Terminal.run("pack", "--key", this.bundle.resolve("signing.key"), this.bundle);
        assertThat(secret.exitCode()).isEqualTo(1);
        assertThat(secret.err()).contains("could sign in your name");
        assertThat(this.archive).doesNotExist();
        Path inside = this.bundle.resolve("everything.ppb");
        assertThat(Terminal.run("pack", "-o", inside, this.bundle))
            .isEqualTo(new Terminal(1, "", "The archive " + inside + " would be in the bundle " + this.bundle
                    + " that it is made of. Put it elsewhere: --output <file>\n"));
    }

    @Test
    void namesWhatIsNoBundle() throws IOException {
        Path empty = Files.createDirectory(this.folder.resolve("empty"));
        assertThat(Terminal.run("pack", empty)).isEqualTo(new Terminal(1, "",
                empty + " is no bundle: there is no manifest.toml in it. Name the folder that has one\n"));
        Files.writeString(empty.resolve("manifest.toml"), "version = \"1.0.0\"\n");
        assertThat(Terminal.run("pack", empty).err()).isEqualTo(
                empty.resolve("manifest.toml") + " does not say the bundle's name. Write it: name = \"greeter\"\n");
        Files.writeString(empty.resolve("manifest.toml"), "name = ");
        assertThat(Terminal.run("pack", empty).err()).startsWith(empty.resolve("manifest.toml") + " is no TOML: ")
            .hasLineCount(1);
        Files.writeString(empty.resolve("manifest.toml"), "name = \"../x\"\nversion = \"1.0.0\"\n");
        assertThat(Terminal.run("pack", empty).err())
            .isEqualTo("No file can be called after bundle '../x-1.0.0'. Say which: --output <file>\n");
    }

    @Test
    void archiveByAnotherNameWantsItsFolderNamed() {
        Terminal.run("pack", this.bundle);
        Path other = this.folder.resolve("everything.zip");
        assertThat(Terminal.run("unpack", other)).isEqualTo(new Terminal(1, "", other
                + " is no archive by its name, which would end with .ppb. Name the folder to unpack it into, too\n"));
    }

}
