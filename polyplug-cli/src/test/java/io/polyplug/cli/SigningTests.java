package io.polyplug.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.polyplug.archive.BundleArchive;
import io.polyplug.fixtures.NativeFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys and signatures.
 */
class SigningTests {

    @TempDir
    private Path folder;

    @Test
    void folderInsteadOfAKeyIsNamed() {
        for (String command : List.of("sign", "verify")) {
            assertThat(Terminal.run(command, "--key", this.folder, this.folder).err())
                .isEqualTo(this.folder + ": it is a folder. Name the file that has the key\n");
        }
    }

    @Test
    void signsWhatItsOwnKeyVerifies() {
        Path bundle = NativeFixtures.copyTo("adder", this.folder.resolve("adder"));
        String key = keygen("keys").out().strip();
        assertThat(key).matches("[0-9a-f]{64}");
        assertThat(sign(bundle)).isEqualTo(new Terminal(0, bundle + " is signed with " + key + "\n", ""));
        assertThat(Terminal.run("verify", bundle).out()).contains("Whose key this is, only you can know: " + key);
        assertThat(verify(bundle, "keys").out()).contains("whose key is trusted: " + key);
    }

    @Test
    void verifiesArchives() throws Exception {
        Path bundle = NativeFixtures.copyTo("adder", this.folder.resolve("adder"));
        keygen("keys");
        sign(bundle);
        Path archive = this.folder.resolve("adder.ppb");
        BundleArchive.pack(List.of(bundle), archive);
        assertThat(verify(archive, "keys").out()).startsWith(archive + " is as its signer left it");
        Files.writeString(archive, "no zip");
        Terminal terminal = verify(archive, "keys");
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).startsWith("Bundle archive " + archive + " cannot be read: it is not a zip file");
    }

    @Test
    void refusesWhatWasChangedSince() throws Exception {
        Path bundle = NativeFixtures.copyTo("adder", this.folder.resolve("adder"));
        keygen("keys");
        sign(bundle);
        Files.writeString(bundle.resolve("manifest.toml"), "# changed\n", StandardOpenOption.APPEND);
        Terminal terminal = verify(bundle, "keys");
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err().lines()).hasSize(1);
        assertThat(terminal.err()).contains("adder");
    }

    @Test
    void refusesTheKeyOfSomebodyElse() {
        Path bundle = NativeFixtures.copyTo("adder", this.folder.resolve("adder"));
        keygen("keys");
        keygen("others");
        sign(bundle);
        assertThat(verify(bundle, "others").exitCode()).isEqualTo(1);
    }

    @Test
    void tellsOfEachBundle() {
        Path signed = NativeFixtures.copyTo("adder", this.folder.resolve("adder"));
        Path unsigned = NativeFixtures.copyTo("adder-twin", this.folder.resolve("adder-twin"));
        keygen("keys");
        sign(signed);
        Terminal terminal = Terminal.run("verify", unsigned, signed);
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).contains("adder-twin");
        assertThat(terminal.out()).startsWith(signed + " is as its signer left it");
    }

    @Test
    void leavesKeysThatAreThere() {
        keygen("keys");
        Terminal terminal = keygen("keys");
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).contains("signing.key is there already");
    }

    @Test
    void signsNoBundleThatHasTheSecretInIt() {
        Path bundle = NativeFixtures.copyTo("adder", this.folder.resolve("adder"));
        keygen("adder");
        Terminal terminal = Terminal.run("sign", "--key", bundle.resolve("signing.key"), bundle);
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).contains("could sign in your name");
        assertThat(bundle.resolve("bundle.sig")).doesNotExist();
    }

    private Terminal keygen(String directory) {
        return Terminal.run("keygen", "--directory", this.folder.resolve(directory));
    }

    private Terminal sign(Path bundle) {
        return Terminal.run("sign", "--key", this.folder.resolve("keys/signing.key"), bundle);
    }

    private Terminal verify(Path bundle, String keys) {
        return Terminal.run("verify", "--key", this.folder.resolve(keys).resolve("verifying.key"), bundle);
    }

}
