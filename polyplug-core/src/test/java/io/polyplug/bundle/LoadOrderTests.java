package io.polyplug.bundle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.polyplug.Compatibility;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.ManifestException;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The order of a set, and why there may be none.
 */
class LoadOrderTests {

    private final List<LoadOrder.Member> set = new ArrayList<>();

    private final List<LoadOrder.Provision> loaded = new ArrayList<>();

    private void bundle(String name, String provides, String... needs) {
        bundle(Path.of("plugins", name), name, provides, needs);
    }

    /**
     * {@code provides} is {@code X@1.0 Y@2.1}, {@code needs} each {@code X 1.0 [from]}.
     */
    private void bundle(Path directory, String name, String provides, String... needs) {
        List<Manifest.Dependency> dependencies = new ArrayList<>();
        for (String need : needs) {
            String[] parts = need.split(" ", -1);
            Optional<String> from = (parts.length > 2) ? Optional.of(parts[2]) : Optional.empty();
            int major = parts[1].matches("\\d+\\..*") ? Version.parse(parts[1]).major() : 0;
            dependencies.add(new Manifest.Dependency(parts[0], GuestContractId.of(parts[0], major), parts[1], from,
                    from.map(BundleId::of)));
        }
        this.set
            .add(new LoadOrder.Member(directory, new Manifest(name, BundleId.of(name), new Version(7, 0, 0), "native",
                    "lib.so", contracts(provides), Map.of(), dependencies, false, Manifest.JvmSettings.DEFAULTS)));
    }

    private void loaded(String name, String provides) {
        this.loaded.add(new LoadOrder.Provision(name, contracts(provides)));
    }

    private static List<Manifest.ProvidedContract> contracts(String provides) {
        List<Manifest.ProvidedContract> contracts = new ArrayList<>();
        for (String each : provides.isEmpty() ? new String[0] : provides.split(" ")) {
            String[] parts = each.split("@");
            Version version = Version.parse(parts[1]);
            contracts
                .add(new Manifest.ProvidedContract(parts[0], version, GuestContractId.of(parts[0], version.major())));
        }
        return contracts;
    }

    private List<String> order() {
        return order(Compatibility.STRICT);
    }

    private List<String> order(Compatibility strictness) {
        return LoadOrder.of(this.set, this.loaded, strictness);
    }

    private DependencyGraphException refusal(Compatibility strictness) {
        return catchThrowableOfType(DependencyGraphException.class, () -> order(strictness));
    }

    @Test
    @DisplayName("DI-11: independent bundles are all there, in the order of their names")
    void independentBundlesStandInTheOrderOfNames() {
        bundle("c", "X@1.0");
        bundle("a", "");
        bundle("b", "Y@1.0");
        assertThat(order()).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName("DI-12 DI-15: providers come first, along a chain")
    void providersComeFirst() {
        bundle("a", "", "X 1.0");
        bundle("b", "X@1.0", "Y 1.0");
        bundle("c", "Y@1.0");
        bundle("d", "");
        assertThat(order()).containsExactly("c", "b", "a", "d");
    }

    @Test
    @DisplayName("W-25: the order does not depend on how the bundles were found")
    void orderDoesNotDependOnDiscovery() {
        bundle("top", "", "L 1.0", "R 1.0");
        bundle("right", "R@1.0", "B 1.0");
        bundle("left", "L@1.0", "B 1.0");
        bundle("bottom", "B@1.0");
        bundle("alone", "");
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(this.set, random);
            assertThat(order()).containsExactly("alone", "bottom", "left", "right", "top");
        }
    }

    @Test
    @DisplayName("W-18: every provider of a contract comes before those that need it, not only the last one found")
    void everyProviderComesFirst() {
        bundle("m", "", "X 1.0");
        bundle("z", "X@1.0");
        bundle("a", "X@1.0");
        bundle("n", "X@1.4");
        assertThat(order()).containsExactly("a", "n", "z", "m");
    }

    @Test
    @DisplayName("W-18: a dependency that names a bundle waits for that bundle alone")
    void dependencyByBundleWaitsForThatBundle() {
        bundle("m", "", "X 1.0 b");
        bundle("b", "X@1.0");
        bundle("z", "X@1.0", "M 1.0");
        bundle("n", "M@1.0");
        assertThat(order()).containsExactly("b", "m", "n", "z");
    }

    @Test
    @DisplayName("DI-02 DI-14 ER-20: a dependency without a provider is named with its bundle")
    void missingProvider() {
        bundle("a", "");
        bundle("needy", "", "X 1.2");
        for (Compatibility strictness : Compatibility.values()) {
            assertThat(refusal(strictness)).hasMessageContaining("unsatisfied capability")
                .hasMessageContaining("'needy'")
                .hasMessageContaining("'X'")
                .hasMessageContaining("Add a bundle that provides it")
                .extracting(DependencyGraphException::bundleNames)
                .isEqualTo(List.of("needy"));
        }
    }

    @Test
    @DisplayName("DI-16: a dependency on a bundle that is not there is unsatisfied, though others provide the contract")
    void missingBundle() {
        bundle("needy", "", "X 1.0 b");
        bundle("other", "X@1.0");
        assertThat(refusal(Compatibility.YOLO)).hasMessageContaining("unsatisfied capability")
            .hasMessageContaining("'X'")
            .hasMessageContaining("from bundle 'b', which is not there")
            .hasMessageContaining("and there is 'X' 1.0.0 of bundle 'other'");
    }

    @Test
    @DisplayName("DI-19: a dependency on a bundle is met by the bare name; one that it does not provide is unsatisfied")
    void dependencyByBundleComparesBareNames() {
        bundle("b", "data.Reporter@1.0");
        bundle("needy", "", "data.Reporter 1.0 b");
        assertThat(order()).containsExactly("b", "needy");
        bundle("worse", "", "data.Writer 1.0 b");
        assertThat(refusal(Compatibility.STRICT)).hasMessageContaining("'worse'")
            .hasMessageContaining("not provided by bundle 'b'");
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    @DisplayName("DI-17 V-08 V-09 V-10: another major version is another contract, in every mode")
    void otherMajorIsUnsatisfied(Compatibility strictness) {
        bundle("p", "svc.api@2.0");
        bundle("needy", "", "svc.api 1.0");
        assertThat(refusal(strictness)).hasMessageContaining("unsatisfied capability")
            .hasMessageContaining("of major version 1")
            .hasMessageContaining("and there is 'svc.api' 2.0.0 of bundle 'p'");
    }

    @ParameterizedTest
    @CsvSource({ "1.0, 1.0", "1.2, 1.0", "2.3, 2.0", "1.2.0, 1.2.9" })
    @DisplayName("DI-18 V-01 V-02: the same major and at least the same minor version will do; patches do not count")
    void versionThatWillDo(String provided, String required) {
        bundle("p", "X@" + provided);
        bundle("needy", "", "X " + required);
        assertThat(order()).containsExactly("p", "needy");
    }

    @Test
    @DisplayName("V-05 ER-10 W-18: a contract that is too old is refused with both versions; the bundle's do not count")
    void tooOldIsRefused() {
        bundle("p", "X@1.0");
        bundle("needy", "", "X 1.2");
        assertThat(refusal(Compatibility.STRICT)).hasMessageContaining("version mismatch for contract 'X'")
            .hasMessageContaining("'needy' requires 1.2.0")
            .hasMessageContaining("'X' 1.0.0 of bundle 'p'")
            .extracting(DependencyGraphException::bundleNames)
            .isEqualTo(List.of("needy", "p"));
    }

    @Test
    @DisplayName("V-06: too old and RELAXED: one warning, and the order")
    void tooOldIsOneWarning() {
        bundle("p", "X@1.0");
        bundle("needy", "", "X 1.2");
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.runtime")) {
            assertThat(order(Compatibility.RELAXED)).containsExactly("p", "needy");
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN version mismatch for contract 'X'")
                .contains("'needy'", "1.2.0", "1.0.0", "'p'");
        }
    }

    @Test
    @DisplayName("V-07: too old and YOLO: the order, and no word")
    void tooOldIsSilent() {
        bundle("p", "X@1.0");
        bundle("needy", "", "X 1.2");
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.runtime")) {
            assertThat(order(Compatibility.YOLO)).containsExactly("p", "needy");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName("W-18: one provider of the version asked for is enough")
    void oneProviderOfTheVersionIsEnough() {
        bundle("a", "X@1.0");
        bundle("b", "X@1.3");
        bundle("needy", "", "X 1.2");
        assertThat(order()).containsExactly("a", "b", "needy");
        bundle("picky", "", "X 1.2 a");
        assertThat(refusal(Compatibility.STRICT)).hasMessageContaining("version mismatch")
            .hasMessageContaining("'picky'")
            .hasMessageContaining("of bundle 'a'");
    }

    @Test
    @DisplayName("what is loaded counts, for the version as well")
    void whatIsLoadedCounts() {
        loaded("there", "X@1.1");
        bundle("needy", "", "X 1.1", "X 1.0 there");
        assertThat(order()).containsExactly("needy");
        bundle("more", "", "X 1.2");
        assertThat(refusal(Compatibility.STRICT)).hasMessageContaining("'X' 1.1.0 of bundle 'there'");
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    @DisplayName("V-14: a least version that is none is an error in every mode; an empty one asks for nothing")
    void malformedMinimum(Compatibility strictness) {
        bundle("p", "X@0.9");
        bundle("relaxed", "", "X ");
        assertThat(order(strictness)).containsExactly("p", "relaxed");
        bundle("needy", "", "X 1");
        ManifestException failure = catchThrowableOfType(ManifestException.class, () -> order(strictness));
        assertThat(failure.field()).isEqualTo("dependency[0].min_version");
        assertThat(failure).hasMessageContaining("is \"1\"")
            .hasMessageContaining(Path.of("plugins", "needy", "manifest.toml").toString());
    }

    @Test
    @DisplayName("DI-03 DI-13 ER-19: bundles that need each other are refused, and all of them are named")
    void cycleNamesItsParticipants() {
        bundle("alone", "", "A 1.0");
        bundle("bundle_a", "A@1.0", "C 1.0");
        bundle("bundle_b", "B@1.0", "A 1.0");
        bundle("bundle_c", "C@1.0", "B 1.0");
        assertThat(refusal(Compatibility.YOLO)).hasMessageContaining("cycle")
            .hasMessageContaining("'bundle_a' needs 'C' of 'bundle_c'")
            .hasMessageContaining("'bundle_b' needs 'A' of 'bundle_a'")
            .hasMessageContaining("'bundle_c' needs 'B' of 'bundle_b'")
            .hasMessageContaining("Remove one of these")
            .extracting(DependencyGraphException::bundleNames)
            .isEqualTo(List.of("bundle_a", "bundle_b", "bundle_c"));
    }

    @Test
    @DisplayName("docs/behaviour.md 12.1: two cycles that share a bundle are told as one, with all participants")
    void cyclesThatTouchAreOne() {
        bundle("a", "A@1.0", "B 1.0");
        bundle("b", "B@1.0", "A 1.0", "C 1.0");
        bundle("c", "C@1.0", "B 1.0");
        assertThat(refusal(Compatibility.STRICT).bundleNames()).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName("docs/behaviour.md 12.1: a bundle that alone provides what it needs is a cycle of one; with another"
            + " provider it is none")
    void bundleThatNeedsItself() {
        bundle("self", "X@1.0", "X 1.0");
        assertThat(refusal(Compatibility.STRICT)).hasMessageContaining("cycle")
            .hasMessageContaining("'self' needs 'X' of itself")
            .extracting(DependencyGraphException::bundleNames)
            .isEqualTo(List.of("self"));
        bundle("zwei", "X@1.0");
        assertThat(order()).containsExactly("zwei", "self");
    }

    @Test
    @DisplayName("W-25: one name in two folders is refused, naming both")
    void nameThatIsThereTwice() {
        bundle(Path.of("plugins", "one"), "twice", "");
        bundle(Path.of("other", "two"), "twice", "");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(this::order)
            .withMessageContaining("Bundle 'twice' was not loaded: it is there twice")
            .withMessageContaining(Path.of("plugins", "one").toString())
            .withMessageContaining(Path.of("other", "two").toString());
    }

}
