package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.PolyplugException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Bundles that are loaded together: in the order of their dependencies, all of them or
 * none.
 */
@Timeout(300)
class SetLoadTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private Path folder(String name) {
        return this.stage.folder().resolve("all").resolve(name);
    }

    private Path parent() {
        return this.stage.folder().resolve("all");
    }

    private static Declared acting(String name) {
        return Declared.bundle(name, "acting").provides("demo.Acting", "1.0", 1);
    }

    private void assertNothingIsLeft() {
        assertThat(this.stage.runtime().bundles()).isEmpty();
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(this.stage.privateCopies()).isEmpty();
        assertThat(this.stage.runtime().findGuestContract(Plugins.RELOAD_TEST, 0)).isEmpty();
    }

    @Test
    @DisplayName("DI-12 L-18 L-21: a provider is loaded before the bundle whose init looks it up, whatever the names")
    void providerIsLoadedFirst() {
        Acting first = new Acting(acting("a-first-by-name").needs("reload.test", "1.0").writeTo(folder("1")))
            .does("init ask reload.test");
        NativeFixtures.copyTo("reload-v1", folder("2"));
        List<BundleInfo> loaded = this.stage.runtime().loadBundles(parent());
        assertThat(loaded).extracting(BundleInfo::name).containsExactly("reload", "a-first-by-name");
        assertThat(this.stage.runtime().bundles()).isEqualTo(loaded);
        assertThat(first.outcomes().get("init ask reload.test")).containsExactly(100L);
        assertThat(this.stage.runtime().bundle("reload")).get().extracting(BundleInfo::name).isEqualTo("reload");
    }

    @Test
    @DisplayName("DI-01: a chain of three is loaded from its end")
    void chainIsLoadedFromItsEnd() {
        acting("a").needs("demo.Slow", "1.0").writeTo(folder("a"));
        Declared.bundle("b", "slow").provides("demo.Slow", "1.0", 4).needs("reload.test", "1.0").writeTo(folder("b"));
        NativeFixtures.copyTo("reload-v1", folder("c"));
        assertThat(this.stage.runtime().loadBundles(parent())).extracting(BundleInfo::name)
            .containsExactly("reload", "b", "a");
    }

    @Test
    @DisplayName("DI-02: a dependency without a provider stops the set before any library is opened")
    void missingProviderStopsTheSet() {
        NativeFixtures.copyTo("reload-v1", folder("reload"));
        this.stage.leaveMarks(folder("reload"));
        acting("needy").needs("no.such", "1.0").writeTo(folder("needy"));
        assertThatExceptionOfType(DependencyGraphException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundles(parent()))
            .withMessageContaining("'needy'")
            .withMessageContaining("'no.such'");
        assertThat(this.stage.marks("opened")).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    @DisplayName("DI-03: bundles that need each other stop the set before any library is opened")
    void cycleStopsTheSet() {
        Declared.bundle("reload", "reload-v1")
            .provides("reload.test", "1.0", 1)
            .needs("demo.Acting", "1.0")
            .writeTo(folder("reload"));
        this.stage.leaveMarks(folder("reload"));
        acting("needy").needs("reload.test", "1.0").writeTo(folder("needy"));
        DependencyGraphException failure = catchThrowableOfType(DependencyGraphException.class,
                () -> this.stage.runtime().loadBundles(parent()));
        assertThat(failure).hasMessageContaining("cycle");
        assertThat(failure.bundleNames()).containsExactly("needy", "reload");
        assertThat(this.stage.marks("opened")).isEmpty();
        assertNothingIsLeft();
        this.stage.runtime().loadBundle(folder("reload"));
        this.stage.runtime().loadBundle(folder("needy"));
        assertThat(this.stage.runtime().bundles()).as("one by one nothing is checked").hasSize(2);
    }

    @Test
    @DisplayName("what is loaded already satisfies the set; alone the same set is refused")
    void whatIsLoadedSatisfiesTheSet() {
        acting("needy").needs("reload.test", "1.0").writeTo(folder("needy"));
        assertThatExceptionOfType(DependencyGraphException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundles(parent()));
        this.stage.load("reload-v1");
        assertThat(this.stage.runtime().loadBundles(parent())).extracting(BundleInfo::name).containsExactly("needy");
    }

    @Test
    @DisplayName("L-20: a bundle that is loaded alone needs no provider; it finds none in its init")
    void bundleThatIsLoadedAloneNeedsNoProvider() {
        Acting acting = new Acting(acting("needy").needs("reload.test", "1.5").writeTo(folder("needy")))
            .does("init find reload.test")
            .does("init depends 0");
        this.stage.runtime().loadBundle(folder("needy"));
        assertThat(acting.outcomes().get("init find reload.test")).containsExactly(4L);
        assertThat(acting.outcomes().get("init depends 0")).as("W-09").containsExactly(1L);
    }

    @Test
    @DisplayName("all or none: when init fails, everything the call has loaded goes, what inits loaded included")
    void whatInitsLoadedGoesAsWell() {
        this.stage.load("borrowing");
        new Acting(acting("a").writeTo(folder("a"))).does("init load " + this.stage.bundle("slow"));
        new Acting(acting("b").writeTo(folder("b"))).does("init refuse 300");
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundles(parent()))
            .withMessageContaining("told to refuse");
        assertThat(this.stage.runtime().bundles()).extracting(BundleInfo::name).containsExactly("borrowing");
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
        assertThat(this.stage.privateCopies()).hasSize(1);
    }

    @Test
    void whatIsNotAdmittedIsNotOpenedAndWhoNeedsItIsLeftOut() {
        Path refused = NativeFixtures.copyTo("reload-init-fails", folder("reload"));
        NativeFixtures.copyTo("consumer", folder("consumer"));
        NativeFixtures.copyTo("borrowing", folder("borrowing"));
        List<PolyplugException> leftOut = new ArrayList<>();
        List<BundleInfo> loaded = this.stage.runtime().loadBundles(List.of(parent()), (directory, name) -> {
            if (directory.equals(refused)) {
                throw new ConfigurationException(name, "not this one", null);
            }
        }, leftOut::add);
        assertThat(loaded).extracting(BundleInfo::name).containsExactly("borrowing");
        assertThat(leftOut).extracting(PolyplugException::getMessage)
            .satisfiesExactly((message) -> assertThat(message).isEqualTo("not this one"),
                    (message) -> assertThat(message).contains("'consumer'", "unsatisfied capability"));
    }

    @Test
    @DisplayName("docs/behaviour.md 18.2: a bundle of the set may reload and unload those before it")
    void bundleOfTheSetReloadsAndUnloadsOthers() {
        Path v1 = NativeFixtures.copyTo("reload-v1", folder("1"));
        NativeFixtures.copyTo("borrowing", folder("2"));
        Acting last = new Acting(acting("z").needs("reload.test", "1.0").writeTo(folder("3"))).does("init reload " + v1)
            .does("init unload borrowing");
        List<BundleInfo> loaded = this.stage.runtime().loadBundles(parent());
        assertThat(last.outcomes().values()).containsExactly(List.of(0L), List.of(0L));
        assertThat(loaded).extracting(BundleInfo::name).containsExactly("reload", "z");
        assertThat(loaded.get(0).generation()).isEqualTo(2);
        assertThat(this.stage.runtime().bundles()).isEqualTo(loaded);
    }

    @Test
    @DisplayName("W-25: one name in two folders of a set, also in different parents, is refused with both")
    void oneNameInTwoParents() {
        NativeFixtures.copyTo("reload-v1", folder("reload"));
        Path other = NativeFixtures.copyTo("reload-v2", this.stage.folder().resolve("more").resolve("reload"));
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundles(List.of(parent(), other.getParent())))
            .withMessageContaining("'reload' was not loaded: it is there twice")
            .withMessageContaining(folder("reload").toString())
            .withMessageContaining(other.toString());
        assertNothingIsLeft();
    }

    @Test
    @DisplayName("all folders of a builder are one set, and one that is named twice counts once")
    void foldersOfABuilderAreOneSet() {
        acting("a").needs("reload.test", "1.0").writeTo(folder("a"));
        Path other = this.stage.folder().resolve("more");
        NativeFixtures.copyTo("reload-v1", other.resolve("reload"));
        PolyplugRuntime runtime = this.stage
            .another((builder) -> builder.bundleDirectory(parent()).bundleDirectory(other).bundleDirectory(parent()));
        assertThat(runtime.bundles()).extracting(BundleInfo::name).containsExactly("reload", "a");
    }

    @Test
    @DisplayName("a broken manifest stops the set before any library is opened, and is named")
    void brokenManifestStopsTheSet() throws IOException {
        NativeFixtures.copyTo("reload-v1", folder("reload"));
        this.stage.leaveMarks(folder("reload"));
        Files.createDirectories(folder("z"));
        Files.writeString(folder("z").resolve("manifest.toml"), "name = ");
        assertThatExceptionOfType(ManifestException.class).isThrownBy(() -> this.stage.runtime().loadBundles(parent()))
            .withMessageContaining(folder("z").toString());
        assertThat(this.stage.marks("opened")).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    @DisplayName("bundles and folders of bundles make one set; a bundle that is named and found counts once")
    void bundlesAndFoldersOfBundles() {
        acting("a").needs("reload.test", "1.0").writeTo(folder("a"));
        Path provider = NativeFixtures.copyTo("reload-v1", this.stage.folder().resolve("alone"));
        assertThat(this.stage.runtime().loadBundles(List.of(folder("a"), parent(), provider)))
            .extracting(BundleInfo::name)
            .containsExactly("reload", "a");
    }

    @Test
    @DisplayName("what cannot be loaded is left out if so wanted, with those that depend on it; each is told once")
    void whatCannotBeLoadedIsLeftOut() throws IOException {
        this.stage.load("borrowing");
        NativeFixtures.copyTo("reload-v1", folder("reload-1"));
        NativeFixtures.copyTo("reload-v2", folder("reload-2"));
        NativeFixtures.copyTo("borrowing", folder("loaded-already"));
        acting("good").needs("reload.test", "1.0").writeTo(folder("good"));
        acting("fails").writeTo(folder("fails"));
        new Acting(folder("fails")).does("init refuse 300");
        Declared.bundle("needs-what-fails", "slow")
            .provides("demo.Slow", "1.0", 4)
            .needs("demo.Acting", "1.0", "fails")
            .writeTo(folder("needs-what-fails"));
        acting("left").needs("demo.Right", "1.0").writeTo(folder("left"));
        Declared.bundle("right", "acting")
            .provides("demo.Right", "1.0", 1)
            .needs("demo.Acting", "1.0", "left")
            .writeTo(folder("right"));
        Files.createDirectories(folder("broken"));
        Files.writeString(folder("broken").resolve("manifest.toml"), "name = ");
        List<String> leftOut = new ArrayList<>();
        List<BundleInfo> loaded = this.stage.runtime()
            .loadBundles(List.of(parent(), parent().resolve("missing")),
                    (refusal) -> leftOut.add(refusal.getClass().getSimpleName() + " " + refusal.getMessage()));
        assertThat(loaded).extracting(BundleInfo::name).containsExactly("reload", "good");
        assertThat(loaded.get(0).directory()).as("the higher version").isEqualTo(folder("reload-2"));
        assertThat(this.stage.runtime().bundles()).extracting(BundleInfo::name)
            .containsExactly("borrowing", "reload", "good");
        assertThat(leftOut).hasSize(8)
            .anySatisfy((each) -> assertThat(each).contains("ManifestException", "broken"))
            .anySatisfy((each) -> assertThat(each).contains("BundleLoadException", "missing", "no such folder"))
            .anySatisfy((each) -> assertThat(each).contains("'borrowing' was not loaded: it is already loaded"))
            .anySatisfy((each) -> assertThat(each).contains("'reload' was not loaded: it is there twice"))
            .anySatisfy((each) -> assertThat(each).contains("cycle", "'left'", "'right'"))
            .anySatisfy((each) -> assertThat(each).contains("unsatisfied capability", "'right'"))
            .anySatisfy((each) -> assertThat(each).contains("told to refuse"))
            .anySatisfy((each) -> assertThat(each).contains("unsatisfied capability", "'needs-what-fails'"));
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(3);
        assertThat(this.stage.privateCopies()).hasSize(3);
    }

    private PolyplugRuntime build(Compatibility mode) {
        return this.stage.another((builder) -> builder.compatibility(mode).bundleDirectory(parent()));
    }

    private void write(String provided, String required) {
        Declared.bundle("provider", "reload-v1").provides("reload.test", provided, 1).writeTo(folder("provider"));
        acting("needy").needs("reload.test", required).writeTo(folder("needy"));
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    @DisplayName("V-01 V-02 V-03 V-04: an equal or higher minor version will do in every mode")
    void compatibleVersionsLoad(Compatibility mode) {
        write("1.2", "1.0");
        assertThat(build(mode).bundles()).extracting(BundleInfo::name).containsExactly("provider", "needy");
        write("1.0", "1.0");
        assertThat(build(mode).bundles()).hasSize(2);
    }

    @Test
    @DisplayName("V-05: a contract that is too old is an error under STRICT, and nothing is left")
    void tooOldStrict() {
        write("1.0", "1.2");
        assertThatExceptionOfType(DependencyGraphException.class).isThrownBy(() -> build(Compatibility.STRICT))
            .withMessageContaining("version mismatch for contract 'reload.test'")
            .withMessageContaining("1.2.0")
            .withMessageContaining("1.0.0");
        assertThat(this.stage.mappedLibraries()).isEmpty();
    }

    @Test
    @DisplayName("V-06 V-07: under RELAXED it is one warning, under YOLO no word, and all are loaded")
    void tooOldRelaxedAndYolo() {
        write("1.0", "1.2");
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.runtime")) {
            assertThat(build(Compatibility.RELAXED).bundles()).hasSize(2);
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN")
                .contains("version mismatch for contract 'reload.test'");
        }
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.runtime")) {
            assertThat(build(Compatibility.YOLO).bundles()).hasSize(2);
            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    @DisplayName("V-08 V-09 V-10: another major version is unsatisfied in every mode")
    void otherMajorInEveryMode(Compatibility mode) {
        write("1.0", "2.0");
        assertThatExceptionOfType(DependencyGraphException.class).isThrownBy(() -> build(mode))
            .withMessageContaining("unsatisfied capability");
    }

    @ParameterizedTest
    @ValueSource(strings = { "not_a_version", "1", "1.2.3.4" })
    @DisplayName("V-14: a bundle version that is none is an error in every mode")
    void malformedVersion(String version) {
        Declared.bundle("provider", "reload-v1")
            .version(version)
            .provides("reload.test", "1.0", 1)
            .writeTo(folder("provider"));
        for (Compatibility mode : Compatibility.values()) {
            assertThatExceptionOfType(ManifestException.class).isThrownBy(() -> build(mode))
                .withMessageContaining(version);
        }
    }

}
