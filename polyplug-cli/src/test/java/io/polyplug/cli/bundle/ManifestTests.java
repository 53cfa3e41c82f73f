package io.polyplug.cli.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.polyplug.cli.Terminal;
import io.polyplug.fixtures.NativeFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Manifests that are written for a library, and those to which something is added.
 */
@EnabledOnOs(OS.LINUX)
class ManifestTests {

    private static final int MACHINE = 18;

    private static final int X86_64 = 62;

    private static final int AARCH64 = 183;

    @TempDir
    private Path folder;

    private Path library() throws IOException {
        Path bundle = NativeFixtures.copyTo("adder", this.folder.resolve("adder"));
        Files.delete(bundle.resolve("manifest.toml"));
        return bundle.resolve("libadder.so");
    }

    private Path manifest() {
        return this.folder.resolve("adder/manifest.toml");
    }

    private Path api() throws IOException {
        return Files.writeString(this.folder.resolve("api.toml"), """
                [[guest_contract]]
                name = "test.add"
                version = "1.0.0"
                functions = [{ name = "add" }]
                """);
    }

    @Test
    void whatIsKnownIsWrittenAndWhatIsNotIsTold() throws IOException {
        Terminal terminal = Terminal.run("manifest", library());
        assertThat(terminal.exitCode()).isZero();
        assertThat(terminal.out().lines()).containsExactly(manifest() + " was written",
                "The version is not known: write it into the manifest.",
                "The contracts are not known: give an api or their names, have the library run, or write them into the"
                        + " manifest.");
        assertThat(manifest()).hasContent("""
                name = "adder"
                id = 0x235decfdfd543243
                # version = "1.0.0"
                loader = "native"
                file = "libadder.so"
                # provides = ["<contract>@<version>"]
                """);
    }

    @Test
    void apiTellsContractsAndTheBundleIsGood() throws IOException {
        Path library = library();
        assertThat(Terminal.run("manifest", "--api", api(), "--bundle-version", "1.2.0", library).out())
            .isEqualTo(manifest() + " was written\n");
        assertThat(manifest()).hasContent("""
                name = "adder"
                id = 0x235decfdfd543243
                version = "1.2.0"
                loader = "native"
                file = "libadder.so"
                provides = ["test.add@1.0.0"]

                [function_count]
                "test.add@1" = 1
                """);
        Terminal valid = Terminal.run("validate", library.getParent());
        assertThat(valid.err()).isEmpty();
        assertThat(valid.exitCode()).isZero();
    }

    @Test
    void whatWasLeftOpenIsWrittenInItsPlaceOnceItIsKnown() throws IOException {
        Path library = library();
        Terminal.run("manifest", "--contract", "test.add@1.0.0", library);
        assertThat(manifest()).content()
            .contains("# version = ", "\n[function_count]\n# \"test.add@1\" = <number of its functions>\n");
        Terminal.run("manifest", "--api", api(), "--bundle-version", "1.2.0", library);
        assertThat(manifest()).content()
            .contains("id = 0x235decfdfd543243\nversion = \"1.2.0\"\n", "[function_count]\n\"test.add@1\" = 1\n")
            .doesNotContain("#");
        assertThat(Terminal.run("manifest", library).out()).isEqualTo(manifest() + " has all that is known\n");
    }

    @Test
    void libraryTellsItsContractsWhenItRuns() throws IOException {
        Path library = library();
        Terminal terminal = Terminal.run("manifest", "--by-running", "--bundle-version", "1.0.0", library);
        assertThat(terminal.out()).isEqualTo(manifest() + " was written\n");
        assertThat(manifest()).content().contains("provides = [\"test.add@1.0.0\"]", "\"test.add@1\" = 1");
    }

    @Test
    void nothingThatIsThereIsLost() throws IOException {
        Path library = library();
        String written = "# Ours.\r\n\r\nname = 'adder' # the name\r\nx_key = 1\r\n[note]\r\na = \"\"\"\r\n"
                + "[function_count]\r\n\"\"\"\r\n[function_count] # counts\r\n\"b.C@2\" = 3\r\n";
        Files.writeString(manifest(), written);
        Terminal terminal = Terminal.run("manifest", "--contract", "test.add@1.0.0,b.C@2.1", library);
        assertThat(terminal.out()).contains("How many functions test.add has is not known").doesNotContain("b.C");
        String completed = Files.readString(manifest());
        assertThat(completed).isEqualTo("# Ours.\r\n\r\nid = 0x235decfdfd543243\r\n# version = \"1.0.0\"\r\n"
                + "loader = \"native\"\r\nfile = \"libadder.so\"\r\nprovides = [\"test.add@1.0.0\", \"b.C@2.1.0\"]\r\n"
                + "name = 'adder' # the name\r\nx_key = 1\r\n[note]\r\na = \"\"\"\r\n[function_count]\r\n\"\"\"\r\n"
                + "[function_count] # counts\r\n# \"test.add@1\" = <number of its functions>\r\n\"b.C@2\" = 3\r\n");
    }

    @Test
    void severalLibrariesMakeATableOfPlatforms() throws IOException {
        Path library = library();
        Path other = Files.copy(library, library.resolveSibling("other.so"));
        boolean x86 = machineOf(library) == X86_64;
        writeMachine(other, x86 ? AARCH64 : X86_64);
        Terminal terminal = Terminal.run("manifest", "--name", "adder", library, other);
        assertThat(terminal.exitCode()).isZero();
        assertThat(manifest()).content()
            .contains("[file.linux]\n", (x86 ? "x86_64" : "aarch64") + " = \"libadder.so\"\n",
                    (x86 ? "aarch64" : "x86_64") + " = \"other.so\"\n");
        assertThat(Terminal.run("manifest", library, library).err()).contains("are both for linux.");
    }

    private static int machineOf(Path library) throws IOException {
        return Files.readAllBytes(library)[MACHINE] & 0xff;
    }

    private static void writeMachine(Path library, int machine) throws IOException {
        try (FileChannel file = FileChannel.open(library, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short) machine), MACHINE);
        }
    }

    @Test
    void whatCannotBeMeantIsRefused() throws IOException {
        Path library = library();
        assertThat(Terminal.run("manifest", "--into", this.folder.resolve("elsewhere"), library).err())
            .contains("is not in the bundle's folder");
        assertThat(Terminal.run("manifest", "--by-running", "--contract", "a@1.0", library).exitCode()).isEqualTo(2);
        assertThat(Terminal.run("manifest", "--contract", "a", library).err()).contains("Write it such as");
        assertThat(Terminal.run("manifest", api()).err()).contains("is not a Linux library");
        Files.writeString(manifest(), "name = \"else\"\n");
        assertThat(Terminal.run("manifest", "--name", "adder", library).err()).contains("of bundle 'else'");
        Files.writeString(manifest(), "name = \n");
        assertThat(Terminal.run("manifest", library).err()).contains("is no TOML");
        assertThat(manifest()).hasContent("name = \n");
    }

    @Test
    void libraryThatIsNoBundlesIsTold() throws IOException {
        Path bundle = NativeFixtures.copyTo("reload-no-init", this.folder.resolve("none"));
        assertThat(Terminal.run("manifest", bundle.resolve("libreload.so")).out())
            .contains("does not export polyplug_init");
    }

}
