package io.polyplug.cli.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.polyplug.archive.BundleArchive;
import io.polyplug.cli.Terminal;
import io.polyplug.fixtures.NativeFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bundles that are looked at and judged.
 */
@EnabledOnOs(OS.LINUX)
class ValidateTests {

    @TempDir
    private Path folder;

    private Path fixture(String name) {
        return NativeFixtures.copyTo(name, this.folder.resolve(name));
    }

    @Test
    void goodBundleIsOpenedAndItsInitialisationRuns() throws IOException {
        Path bundle = fixture("marker");
        Path marks = this.folder.resolve("marks");
        Files.writeString(bundle.resolve("mark-file"), marks.toString());
        Terminal looked = Terminal.run("validate", "--without-opening", bundle);
        assertThat(looked.out()).isEqualTo(bundle + " is good as far as that can be told without opening it\n");
        assertThat(marks).doesNotExist();
        Terminal opened = Terminal.run("validate", bundle);
        assertThat(opened.err()).isEmpty();
        assertThat(opened.out()).startsWith(bundle + " is good: marker 1.0.0 was opened, and provides [demo.Marker");
        assertThat(opened.exitCode()).isZero();
        assertThat(marks).content().contains("opened", "closed");
    }

    @Test
    void everyProblemOfEveryBundleHasALineAndACure() throws IOException {
        Path one = fixture("adder");
        Files.writeString(one.resolve("manifest.toml"), """
                name = "adder"
                id = 1
                provides = ["test.add@1"]
                file = "libadder.so.1"
                loader = "native"
                """);
        Path other = fixture("reload-no-init");
        Path good = fixture("everything");
        Terminal terminal = Terminal.run("validate", one, other, good);
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.out()).startsWith(good + " is good").hasLineCount(1);
        assertThat(terminal.err().lines()).satisfiesExactly(
                (line) -> assertThat(line).startsWith("error: " + one)
                    .contains("0x235decfdfd543243", "Write the latter"),
                (line) -> assertThat(line).contains("function_count has no entry", "Write \"test.add@1\""),
                (line) -> assertThat(line).startsWith("error: " + one).contains("does not exist", "Build the library"),
                (line) -> assertThat(line).startsWith("error: " + other).contains("polyplug_init", "Export it"));
    }

    @Test
    void whatOnlyRunningShowsIsToldAsTheRuntimeSaysIt() {
        for (String name : new String[] { "reload-wrong-abi", "reload-init-fails", "reload-duplicate" }) {
            Path bundle = fixture(name);
            assertThat(Terminal.run("validate", "--without-opening", bundle).exitCode()).as(name).isZero();
            Terminal terminal = Terminal.run("validate", bundle);
            assertThat(terminal.exitCode()).as(name).isEqualTo(1);
            assertThat(terminal.err().lines().filter((line) -> line.startsWith("error: " + bundle))).hasSize(1);
        }
    }

    @Test
    void bundlesThatAreNamedTogetherFindEachOther() {
        Path consumer = fixture("consumer");
        assertThat(Terminal.run("validate", consumer).err()).contains("it depends on 'reload.test'");
        Terminal both = Terminal.run("validate", consumer, fixture("reload-v1"));
        assertThat(both.err()).isEmpty();
        assertThat(both.exitCode()).isZero();
    }

    @Test
    void keyRequiresASignature() throws IOException {
        Path bundle = fixture("adder");
        Path keys = this.folder.resolve("keys");
        String key = Terminal.run("keygen", "--directory", keys).out().strip();
        Path known = keys.resolve("verifying.key");
        assertThat(Terminal.run("validate", "--key", known, bundle).err()).contains("it is not signed");
        Terminal.run("sign", "--key", keys.resolve("signing.key"), bundle);
        assertThat(Terminal.run("validate", "--key", known, bundle).exitCode()).isZero();
        assertThat(Terminal.run("inspect", bundle).out()).contains("  is signed with " + key + "\n");
        Files.writeString(bundle.resolve("more"), "");
        assertThat(Terminal.run("validate", bundle).exitCode()).isZero();
        assertThat(Terminal.run("validate", bundle).err()).startsWith("warning: " + bundle);
        assertThat(Terminal.run("validate", "--key", known, bundle).exitCode()).isEqualTo(1);
        assertThat(Terminal.run("inspect", bundle).out()).contains("  is not what was signed with " + key + "\n");
    }

    @Test
    void inspectionIsOneScreen() {
        Path bundle = fixture("adder");
        Terminal terminal = Terminal.run("inspect", bundle);
        assertThat(terminal.exitCode()).isZero();
        assertThat(terminal.out().lines()).hasSizeLessThan(12)
            .startsWith("adder 1.0.0, id 0x235decfdfd543243, loader native, in " + bundle,
                    "  provides test.add 1.0.0, functions: 1", "  is not signed")
            .endsWith("  exports polyplug_abi_version, polyplug_init", "  is unmapped when nobody uses it");
    }

    @Test
    void inspectionTellsWhatKeepsALibraryMappedAndWhatIsWrong() throws IOException {
        assertThat(Terminal.run("inspect", fixture("unique")).out())
            .contains("  stays mapped: it has GNU-unique symbols", "Build it with -fno-gnu-unique.\n");
        Path bundle = fixture("adder");
        Files.delete(bundle.resolve("libadder.so"));
        Terminal terminal = Terminal.run("inspect", bundle);
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.out()).contains("error: " + bundle + ": its manifest names the library 'libadder.so'");
    }

    @Test
    void archiveIsJudgedAsItsFolder() throws IOException {
        Path bundle = fixture("adder");
        Path archive = this.folder.resolve("adder.ppb");
        BundleArchive.pack(List.of(bundle), archive);
        assertThat(Terminal.run("validate", archive).out())
            .startsWith(archive + " is good: adder 1.0.0 was opened, and provides [test.add 1.0.0");
        NativeFixtures.copyLibraryTo("reload-no-init", bundle);
        BundleArchive.pack(List.of(bundle), archive);
        Terminal terminal = Terminal.run("validate", archive);
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).startsWith("error: " + archive + ": its library " + archive + "!libadder.so ");
    }

    @Test
    void programsReadJson() {
        Path bundle = fixture("adder");
        JsonNode inspected = JsonMapper.shared().readTree(Terminal.run("inspect", "--json", bundle).out()).get(0);
        assertThat(inspected.at("/folder").stringValue()).isEqualTo(bundle.toString());
        assertThat(inspected.at("/manifest/provides/0/version").stringValue()).isEqualTo("1.0.0");
        assertThat(inspected.at("/platforms/0/libraries/0/exports/1").stringValue()).isEqualTo("polyplug_init");
        assertThat(inspected.at("/signature/state").stringValue()).isEqualTo("none");
        JsonNode judged = JsonMapper.shared().readTree(Terminal.run("validate", "--json", bundle).out()).get(0);
        assertThat(judged.at("/report/contracts/0/functionCount").intValue()).isEqualTo(1);
        assertThat(judged.at("/inspection/problems").isEmpty()).isTrue();
    }

}
