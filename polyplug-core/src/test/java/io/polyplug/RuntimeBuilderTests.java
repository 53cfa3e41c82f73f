package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.ContractDefinitionException;
import io.polyplug.error.HostContractException;
import io.polyplug.error.ReloadException;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Settings of a runtime: what holds by default, what is carried out, and what is refused
 * rather than ignored.
 */
class RuntimeBuilderTests {

    @TempDir
    Path temporary;

    private PolyplugRuntime.Builder builder;

    @BeforeEach
    void createBuilder() {
        this.builder = PolyplugRuntime.builder().workDirectory(this.temporary.resolve("work"));
    }

    private void assertRefused(String setting, String... parts) {
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(this.builder::build)
            .satisfies((ex) -> assertThat(ex.setting()).isEqualTo(setting))
            .satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
        assertThat(this.temporary.resolve("work")).as("nothing was begun").doesNotExist();
    }

    @Test
    @DisplayName("FF-01, FF-09, FF-38, L-01: a runtime without further settings is built, empty")
    void defaults() {
        try (PolyplugRuntime runtime = this.builder.build()) {
            assertThat(runtime.backend()).isEqualTo(ExpectedBackend.name());
            assertThat(runtime.bundles()).isEmpty();
            assertThat(runtime.revision()).isZero();
            assertThat(runtime.findGuestContract(Plugins.RELOAD_TEST, 0)).isEmpty();
        }
    }

    @Test
    @DisplayName("AB-14, AB-16, AB-18: without settings an unsigned bundle loads, a wrong count is refused, and reloads are")
    void defaultsInAction() throws java.io.IOException {
        Path unsigned = NativeFixtures.copyTo("everything", this.temporary.resolve("unsigned"));
        Path wrong = NativeFixtures.copyTo("reload-v1", this.temporary.resolve("wrong"));
        Path manifest = wrong.resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest).replace("@1\" = 1", "@1\" = 2"));
        try (PolyplugRuntime runtime = this.builder.build()) {
            assertThat(unsigned.resolve("bundle.sig")).doesNotExist();
            assertThat(runtime.loadBundle(unsigned).name()).isEqualTo("everything");
            assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> runtime.loadBundle(wrong))
                .withMessageContaining("function count mismatch");
            assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime.reloadBundle("everything"))
                .withMessageContaining("hot-reload is disabled");
        }
    }

    @Test
    void hotReloadIsOffUnlessAskedFor() {
        Path bundle = NativeFixtures.copyTo("reload-v1", this.temporary.resolve("bundle"));
        try (PolyplugRuntime runtime = this.builder.build()) {
            runtime.loadBundle(bundle);
            assertThat(runtime.isHotReloadEnabled()).isFalse();
            assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime.reloadBundle("reload"))
                .withMessageContaining("hot-reload is disabled");
        }
    }

    @Test
    void runtimeTellsThatHotReloadIsOn() {
        try (PolyplugRuntime runtime = this.builder.hotReload(true).build()) {
            assertThat(runtime.isHotReloadEnabled()).isTrue();
        }
    }

    @Test
    void whatIsTheDefaultMayBeSaid() {
        this.builder.compatibility(Compatibility.STRICT)
            .signaturePolicy(SignaturePolicy.OFF)
            .backend("jna")
            .hotReload(false)
            .build()
            .close();
        PolyplugRuntime.builder().workDirectory(this.temporary.resolve("work")).backend("auto").build().close();
    }

    @Test
    @DisplayName("AB-15, AB-17: modes and policies stand in the order of their values in the ABI")
    void order() {
        assertThat(Compatibility.values()).containsExactly(Compatibility.STRICT, Compatibility.RELAXED,
                Compatibility.YOLO);
        assertThat(SignaturePolicy.values()).containsExactly(SignaturePolicy.OFF, SignaturePolicy.WARN_ONLY,
                SignaturePolicy.REQUIRED);
    }

    @ParameterizedTest
    @EnumSource(value = SignaturePolicy.class, names = { "WARN_ONLY", "REQUIRED" })
    @DisplayName("bytes that are no key are refused when the runtime is built, where signatures are looked at")
    void malformedTrustedKey(SignaturePolicy policy) {
        byte[] noPoint = new byte[32];
        noPoint[0] = 2;
        for (byte[] malformed : new byte[][] { noPoint, new byte[32] }) {
            this.builder = PolyplugRuntime.builder()
                .workDirectory(this.temporary.resolve("work"))
                .signaturePolicy(policy)
                .trustedKey(io.polyplug.signing.SigningKey.generate().verifyingKey().bytes())
                .trustedKey(malformed);
            assertRefused("trusted keys", "Trusted key 2 of 2 is a malformed Ed25519 key");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 31, 33, 64 })
    @DisplayName("LY-03: a key has 32 bytes")
    void trustedKeyOfTheWrongSize(int size) {
        assertThatIllegalArgumentException().isThrownBy(() -> this.builder.trustedKey(new byte[size]))
            .withMessage("An Ed25519 public key has 32 bytes, not " + size);
    }

    @Test
    void timesBelowZero() {
        Duration below = Duration.ofNanos(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> this.builder.drainTimeout(below))
            .withMessage("A drain timeout of PT-0.000000001S is below zero");
        assertThatIllegalArgumentException().isThrownBy(() -> this.builder.operationTimeout(below))
            .withMessage("An operation timeout of PT-0.000000001S is below zero");
        assertThatIllegalArgumentException().isThrownBy(() -> this.builder.slowOperationThreshold(below))
            .withMessage("A slow operation threshold of PT-0.000000001S is below zero");
    }

    @Test
    void backendThatIsNotThere() {
        assumeFalse(ExpectedBackend.name().equals("ffm"), "it is there");
        this.builder.backend("ffm");
        assertRefused("backend", "'ffm'", (Runtime.version().feature() < 25) ? "needs Java 25" : "polyplug-ffm",
                "'jna' or 'auto'");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "JNA", "jni", "panama" })
    void backendThatIsNone(String name) {
        this.builder.backend(name);
        assertRefused("backend", "There is no backend '" + name + "'", "Use 'auto', 'ffm', 'jna' or 'none'");
    }

    @Test
    void nullIsRefusedWhereItIsGiven() {
        Consumer<ReloadPhase> none = null;
        assertThatNullPointerException().isThrownBy(() -> this.builder.compatibility(null)).withMessage("mode");
        assertThatNullPointerException().isThrownBy(() -> this.builder.signaturePolicy(null)).withMessage("policy");
        assertThatNullPointerException().isThrownBy(() -> this.builder.backend(null)).withMessage("name");
        assertThatNullPointerException().isThrownBy(() -> this.builder.bundleDirectory(null)).withMessage("parent");
        assertThatNullPointerException().isThrownBy(() -> this.builder.workDirectory(null)).withMessage("directory");
        assertThatNullPointerException().isThrownBy(() -> this.builder.onReload(none)).withMessage("listener");
        assertThatNullPointerException().isThrownBy(() -> this.builder.drainTimeout(null)).withMessage("timeout");
        assertThatNullPointerException().isThrownBy(() -> this.builder.returnedMemory(null, ReturnedMemory.RECLAIM))
            .withMessage("bundleName");
        assertThatNullPointerException().isThrownBy(() -> this.builder.returnedMemory("b", null)).withMessage("rule");
    }

    @Test
    void foldersOfBundlesAreLoadedOneAfterTheOther() {
        NativeFixtures.copyTo("reload-v1", this.temporary.resolve("first/reload"));
        NativeFixtures.copyTo("everything", this.temporary.resolve("second/a"));
        NativeFixtures.copyTo("consumer", this.temporary.resolve("second/b"));
        try (PolyplugRuntime runtime = this.builder.bundleDirectory(this.temporary.resolve("first"))
            .bundleDirectory(this.temporary.resolve("second"))
            .build()) {
            assertThat(runtime.bundles()).extracting(BundleInfo::name)
                .containsExactly("reload", "consumer", "everything");
        }
    }

    @Test
    void failedBuildLeavesNothing() {
        NativeFixtures.copyTo("everything", this.temporary.resolve("bundles/a"));
        NativeFixtures.copyTo("reload-init-fails", this.temporary.resolve("bundles/b"));
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.builder.bundleDirectory(this.temporary.resolve("bundles")).build())
            .withMessageContaining("the licence file is missing");
        assertThat(runFolders()).isEmpty();
    }

    @Test
    void hostContractsAreCheckedAsOnRegistration() {
        assertThatExceptionOfType(ContractDefinitionException.class)
            .isThrownBy(() -> this.builder.hostContract(Runnable.class, () -> {
            }).build());
        Plugins.Greeter greeter = (Plugins.Greeter) java.lang.reflect.Proxy.newProxyInstance(
                Plugins.Greeter.class.getClassLoader(), new Class<?>[] { Plugins.Greeter.class },
                (proxy, method, arguments) -> null);
        assertThatExceptionOfType(HostContractException.class)
            .isThrownBy(() -> PolyplugRuntime.builder()
                .workDirectory(this.temporary.resolve("work"))
                .hostContract(Plugins.Greeter.class, greeter)
                .hostContract(Plugins.Greeter.class, greeter)
                .build())
            .withMessageContaining("host.Greeter");
        assertThat(runFolders()).isEmpty();
    }

    private Path[] runFolders() {
        try (java.util.stream.Stream<Path> folders = Files.list(this.temporary.resolve("work"))) {
            return folders.filter(Files::isDirectory).toArray(Path[]::new);
        }
        catch (java.io.IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
    }

    @Test
    void actionsAreDoneWithEachRuntimeBeforeItsFirstBundle() {
        NativeFixtures.copyTo("reload-v1", this.temporary.resolve("all/reload"));
        List<PolyplugRuntime> built = new ArrayList<>();
        this.builder.bundleDirectory(this.temporary.resolve("all")).onBuild((runtime) -> {
            assertThat(runtime.bundles()).isEmpty();
            built.add(runtime);
        });
        try (PolyplugRuntime one = this.builder.build(); PolyplugRuntime other = this.builder.build()) {
            assertThat(built).containsExactly(one, other);
            assertThat(other.bundles()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(SignaturePolicy.class)
    void runtimeTellsItsSignaturePolicy(SignaturePolicy policy) {
        try (PolyplugRuntime runtime = this.builder.signaturePolicy(policy).build()) {
            assertThat(runtime.signaturePolicy()).isEqualTo(policy);
        }
    }

}
