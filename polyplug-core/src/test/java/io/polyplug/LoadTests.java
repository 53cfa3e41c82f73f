package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.PolyplugException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.hostapi.HostApiGuest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Bundles come, one by one or a folder of them, or do not come at all.
 */
@Timeout(300)
class LoadTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("L-22 NL-14 AB-16: the folder, its library and its manifest all name the bundle")
    void bundleIsLoadedByFolderOrFile() {
        for (Path path : List.of(this.stage.bundle("reload-v1"), this.stage.library("reload-v1"),
                this.stage.bundle("reload-v1").resolve("manifest.toml"),
                this.stage.bundle("reload-v1").resolve(".").resolve("..").resolve("reload-v1"))) {
            BundleInfo info = this.stage.runtime().loadBundle(path);
            assertThat(info.directory()).isEqualTo(this.stage.bundle("reload-v1"));
            assertThat(this.stage.answering().answer()).isEqualTo(100);
            this.stage.runtime().unloadBundle("reload");
        }
        assertThat(this.stage.phases).as("loading has no phase").noneMatch(ReloadPhase.Preparing.class::isInstance);
    }

    @Test
    @DisplayName("W-03 NL-03: a bundle is not loaded twice, from whatever folder; the first goes on serving, untouched")
    void bundleIsNotLoadedTwice() {
        this.stage.leaveMarks(this.stage.bundle("reload-v1"));
        this.stage.leaveMarks(this.stage.bundle("reload-v2"));
        BundleInfo first = this.stage.load("reload-v1");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        RuntimeStatistics statistics = this.stage.runtime().statistics();
        List<String> copies = this.stage.privateCopies();
        for (String build : List.of("reload-v1", "reload-v2")) {
            assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.load(build))
                .withMessageContaining("'reload' was not loaded: it is already loaded")
                .withMessageContaining(first.directory().toString());
        }
        assertThat(this.stage.runtime().bundle("reload")).contains(first);
        assertThat(this.stage.runtime().statistics()).isEqualTo(statistics);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        assertThat(this.stage.privateCopies()).isEqualTo(copies);
        assertThat(this.stage.marks("opened")).hasSize(1);
        assertThat(this.stage.marks("closed")).isEmpty();
    }

    @Test
    @DisplayName("S-07, S-09, S-10: a bundle is told by its name, with version and the one contract that it declared")
    void descriptionTellsTheDeclaredDependency() {
        this.stage.load("reload-v1");
        BundleInfo info = this.stage.load("consumer");
        assertThat(info.version()).hasToString("1.0.0");
        assertThat(info.dependencies()).singleElement().satisfies((dependency) -> {
            assertThat(dependency.contractId()).isEqualTo(Plugins.RELOAD_TEST);
            assertThat(dependency.contractId()).isNotEqualTo(info.contracts().get(0).id());
        });
        assertThat(this.stage.runtime().bundle("consumer")).contains(info);
        assertThat(this.stage.runtime().bundle("reload").orElseThrow().dependencies()).isEmpty();
        assertThat(this.stage.runtime().bundle("Consumer")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("W-29 MF-17 MF-18 MF-19 MF-20 L-27: a broken library is really looked at, and told for what it is")
    @CsvSource({ "truncated, is not a 64-bit", "garbage, is not a Linux library", "empty, is empty",
            "missing, does not exist", "without init, polyplug_init" })
    void brokenLibrariesAreToldForWhatTheyAre(String kind, String reason) throws IOException {
        Path bundle = this.stage.bundle(kind.equals("without init") ? "reload-no-init" : "reload-v1");
        Path library = NativeFixtures.library(bundle);
        byte[] whole = Files.readAllBytes(library);
        switch (kind) {
            case "truncated" -> Files.write(library, Arrays.copyOf(Arrays.copyOf(whole, 4), 4096));
            case "garbage" -> Files.writeString(library, "not a library".repeat(1000));
            case "empty" -> Files.write(library, new byte[0]);
            case "missing" -> Files.delete(library);
            default -> {
            }
        }
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.runtime().loadBundle(bundle))
            .withMessageContaining("'reload'")
            .withMessageContaining(reason);
        assertThat(this.stage.privateCopies()).isEmpty();
    }

    @Test
    @DisplayName("NL-04: a folder whose name is not UTF-8 loads, for the guest only sees its private copy")
    void folderWhoseNameIsNotUtf8() throws Exception {
        Path parent = Files.createDirectory(this.stage.folder().resolve("odd"));
        Process copying = new ProcessBuilder("sh", "-c", "cp -r \"$1\" \"$2/$(printf 'b\\377')\"", "sh",
                this.stage.bundle("hostapi").toString(), parent.toString())
            .start();
        assertThat(copying.waitFor()).isZero();
        this.stage.load("reload-v1");
        BundleInfo info = this.stage.runtime().loadBundles(parent).get(0);
        assertThat(info.name()).isEqualTo("hostapi");
        Path told = Path.of(this.stage.runtime().contract(HostApiGuest.class).bundlePath());
        assertThat(told).isDirectory().startsWith(this.stage.work());
    }

    @ParameterizedTest
    @DisplayName("W-07 NL-02 L-30: what fails to load leaves nothing: no contract, no library, no file, no number")
    @ValueSource(strings = { "reload-wrong-abi", "reload-no-version", "reload-no-init", "reload-init-fails",
            "reload-init-fails-silently", "reload-init-registers-then-fails", "reload-null-factory",
            "reload-duplicate" })
    void failedLoadLeavesNothing(String build) {
        this.stage.leaveMarks(this.stage.bundle(build));
        long revision = this.stage.runtime().revision();
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.load(build))
                .withMessageContaining("'reload'");
        }
        assertThat(this.stage.runtime().bundles()).isEmpty();
        assertThat(this.stage.runtime().findGuestContract(Plugins.RELOAD_TEST, 0)).isEmpty();
        assertThat(this.stage.runtime().revision()).isEqualTo(revision);
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(this.stage.privateCopies()).isEmpty();
        assertThat(this.stage.marks("opened")).hasSize(3).isEqualTo(this.stage.marks("closed"));
        assertThat(this.stage.phases).isEmpty();
        assertThat(this.stage.load("reload-v1").generation()).isEqualTo(1);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
    }

    @Test
    @DisplayName("L-30: more functions declared than exported, or fewer, is refused; nothing stays registered")
    void wrongFunctionCountIsRefused() throws IOException {
        Path manifest = this.stage.bundle("reload-v1").resolve("manifest.toml");
        Files.writeString(manifest,
                Files.readString(manifest).replace("\"reload.test@1\" = 1", "\"reload.test@1\" = 2"));
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.load("reload-v1"))
            .withMessageContaining("function count mismatch")
            .withMessageContaining("declared function_count 2 but interface exports 1");
        assertThat(this.stage.runtime().findGuestContract(Plugins.RELOAD_TEST, 0)).isEmpty();
    }

    @Test
    @DisplayName("a contract can be asked for before the first load; its calls fail until a provider is there")
    void contractCanBeAskedForBeforeTheFirstLoad() {
        Plugins.Answering answering = this.stage.answering();
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(answering::answer)
            .withMessageContaining("reload.test");
        this.stage.load("reload-v1");
        assertThat(answering.answer()).isEqualTo(100);
    }

    @Test
    @DisplayName("a factory that returns nothing is accepted at first load, for it may be stateless; calls tell")
    void factoryThatReturnsNothingIsAcceptedAtFirstLoad() {
        Plugins.Answering answering = this.stage.answering();
        this.stage.load("reload-no-instance");
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(answering::answer)
            .withMessageContaining("code 8")
            .withMessageContaining("returned no instance");
    }

    @Test
    @DisplayName("W-25: the bundles of a folder are loaded in the order of their names, whatever their folders are"
            + " called")
    void bundlesOfAFolderAreLoadedInTheOrderOfTheirNames() throws IOException {
        Path parent = this.stage.folder().resolve("all");
        NativeFixtures.copyTo("slow", parent.resolve("1"));
        NativeFixtures.copyTo("borrowing", parent.resolve("2"));
        NativeFixtures.copyTo("reload-v1", parent.resolve("3"));
        Files.createDirectory(parent.resolve("not-a-bundle"));
        List<BundleInfo> loaded = this.stage.runtime().loadBundles(parent);
        assertThat(loaded).extracting(BundleInfo::name).containsExactly("borrowing", "reload", "slow");
        assertThat(this.stage.runtime().bundles()).isEqualTo(loaded);
        assertThat(this.stage.runtime().loadBundles(parent.resolve("not-a-bundle"))).isEmpty();
    }

    @Test
    @DisplayName("W-25: two folders with one bundle name are refused before anything is loaded, and both are named")
    void twoFoldersWithOneNameAreRefused() {
        Path parent = this.stage.folder().resolve("all");
        NativeFixtures.copyTo("borrowing", parent.resolve("a"));
        NativeFixtures.copyTo("reload-v1", parent.resolve("b"));
        NativeFixtures.copyTo("reload-v2", parent.resolve("c"));
        this.stage.leaveMarks(parent.resolve("b"));
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.runtime().loadBundles(parent))
            .withMessageContaining("'reload' was not loaded: it is there twice")
            .withMessageContaining(parent.resolve("b").toString())
            .withMessageContaining(parent.resolve("c").toString());
        assertThat(this.stage.runtime().bundles()).isEmpty();
        assertThat(this.stage.marks("opened")).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("all or none: when one of a folder fails, those loaded before it are gone again")
    @ValueSource(strings = { "reload-init-fails", "reload-wrong-abi" })
    void folderIsLoadedAllOrNone(String broken) {
        this.stage.load("allocating");
        Path parent = this.stage.folder().resolve("all");
        NativeFixtures.copyTo("borrowing", parent.resolve("borrowing"));
        NativeFixtures.copyTo("caller", parent.resolve("caller"));
        NativeFixtures.copyTo(broken, parent.resolve("reload"));
        NativeFixtures.copyTo("slow", parent.resolve("slow"));
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.runtime().loadBundles(parent));
        assertThat(this.stage.runtime().bundles()).extracting(BundleInfo::name).containsExactly("allocating");
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
        assertThat(this.stage.privateCopies()).hasSize(1);
        NativeFixtures.copyTo("reload-v1", parent.resolve("reload"));
        assertThat(this.stage.runtime().loadBundles(parent)).hasSize(4);
    }

    @Test
    @DisplayName("DI-04 DI-07: all or none: a broken manifest, or a bundle that is loaded already, stops the folder")
    void brokenManifestOrLoadedBundleStopsTheFolder() throws IOException {
        Path parent = this.stage.folder().resolve("all");
        NativeFixtures.copyTo("borrowing", parent.resolve("a"));
        NativeFixtures.copyTo("slow", parent.resolve("b"));
        this.stage.load("slow");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.runtime().loadBundles(parent))
            .withMessageContaining("already loaded");
        assertThat(this.stage.runtime().bundles()).extracting(BundleInfo::name).containsExactly("slow");
        this.stage.runtime().unloadBundle("slow");
        Files.writeString(parent.resolve("b").resolve("manifest.toml"), "name = ");
        assertThatExceptionOfType(ManifestException.class).isThrownBy(() -> this.stage.runtime().loadBundles(parent))
            .withMessageContaining(parent.resolve("b").resolve("manifest.toml").toString());
        assertThat(this.stage.runtime().bundles()).isEmpty();
        assertThat(this.stage.runtime().findAllGuestContracts(Plugins.RELOAD_TEST, 0)).isEmpty();
    }

    @Test
    @DisplayName("DI-06: no manifest, no folder, an empty folder: refused with the path")
    void whatIsNoBundleIsRefused() throws IOException {
        Path empty = Files.createDirectory(this.stage.folder().resolve("empty"));
        for (Path path : List.of(empty, empty.resolve("missing"), empty.resolve("missing").resolve("deep"))) {
            assertThat(catchThrowableOfType(PolyplugException.class, () -> this.stage.runtime().loadBundle(path)))
                .hasMessageContaining(this.stage.folder().toString());
        }
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundles(empty.resolve("missing")))
            .withMessageContaining("no such folder");
    }

    @Test
    @DisplayName("build() loads its folders, and when one bundle fails it leaves nothing behind")
    void buildLoadsItsFoldersOrLeavesNothing() {
        Path good = this.stage.folder().resolve("good");
        NativeFixtures.copyTo("borrowing", good.resolve("borrowing"));
        Path bad = this.stage.folder().resolve("bad");
        NativeFixtures.copyTo("reload-init-fails", bad.resolve("reload"));
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.another((builder) -> builder.bundleDirectory(good).bundleDirectory(bad)));
        assertThat(this.stage.work()).isEmptyDirectory();
        assertThat(this.stage.mappedLibraries()).isEmpty();
        NativeFixtures.copyTo("reload-v1", bad.resolve("reload"));
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.bundleDirectory(good).bundleDirectory(bad));
        assertThat(runtime.bundles()).extracting(BundleInfo::name).containsExactly("borrowing", "reload");
    }

}
