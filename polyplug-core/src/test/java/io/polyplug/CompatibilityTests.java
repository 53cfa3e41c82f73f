package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What each compatibility mode refuses, warns of or lets pass.
 */
@Timeout(300)
class CompatibilityTests {

    private static final String LOG = "polyplug.runtime";

    @RegisterExtension
    final Stage stage = new Stage();

    private PolyplugRuntime runtime(Compatibility mode) {
        return this.stage.another((builder) -> builder.compatibility(mode));
    }

    private Path written(Declared bundle) {
        return bundle.writeTo(this.stage.folder().resolve("bundles").resolve("declared"));
    }

    private Path withoutCount() {
        return written(Declared.bundle("reload", "reload-v1").provides("reload.test@1.0"));
    }

    private Path withWrongCount() {
        return written(Declared.bundle("reload", "reload-v1").provides("reload.test", "1.0", 2));
    }

    @Test
    @DisplayName("V-11: a provided contract without a function count is an error under STRICT")
    void missingCountStrict() {
        assertThatExceptionOfType(ManifestException.class)
            .isThrownBy(() -> runtime(Compatibility.STRICT).loadBundle(withoutCount()))
            .withMessageContaining("function_count has no entry for 'reload.test@1'");
    }

    @Test
    @DisplayName("V-12 V-13: under RELAXED it is one warning, under YOLO no word; the bundle is loaded")
    void missingCountRelaxedAndYolo() {
        try (CapturedLog log = CapturedLog.warningsOf(LOG)) {
            PolyplugRuntime runtime = runtime(Compatibility.RELAXED);
            runtime.loadBundle(withoutCount());
            assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(100);
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN")
                .contains("function_count has no entry for 'reload.test@1'", "declared");
            runtime.reloadBundle("reload");
            assertThat(log.lines()).as("once more for a reload").hasSize(2);
        }
        try (CapturedLog log = CapturedLog.warningsOf(LOG)) {
            runtime(Compatibility.YOLO).loadBundle(withoutCount());
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName("L-30: another number of functions than declared is an error under STRICT; nothing stays registered")
    void wrongCountStrict() {
        PolyplugRuntime runtime = runtime(Compatibility.STRICT);
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> runtime.loadBundle(withWrongCount()))
            .withMessageContaining("function count mismatch")
            .withMessageContaining("declared function_count 2 but interface exports 1");
        assertThat(runtime.bundles()).isEmpty();
        assertThat(runtime.findGuestContract(Plugins.RELOAD_TEST, 0)).isEmpty();
    }

    @Test
    @DisplayName("L-29: under RELAXED it is one warning, under YOLO no word; the bundle is loaded")
    void wrongCountRelaxedAndYolo() {
        try (CapturedLog log = CapturedLog.warningsOf(LOG)) {
            PolyplugRuntime runtime = runtime(Compatibility.RELAXED);
            runtime.loadBundle(withWrongCount());
            assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(100);
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN")
                .contains("'reload'", "declared function_count 2 but interface exports 1");
        }
        try (CapturedLog log = CapturedLog.warningsOf(LOG)) {
            runtime(Compatibility.YOLO).loadBundle(withWrongCount());
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName("W-20: mode and listeners of the builder hold for what build() loads, and for everything later")
    void oneModeForAll() {
        List<ReloadPhase> phases = new CopyOnWriteArrayList<>();
        Path wrong = withWrongCount();
        Path later = Declared.bundle("later", "reload-v1")
            .provides("reload.test", "1.0", 3)
            .writeTo(this.stage.folder().resolve("later"));
        try (CapturedLog log = CapturedLog.warningsOf(LOG)) {
            PolyplugRuntime runtime = this.stage.another((builder) -> builder.compatibility(Compatibility.RELAXED)
                .onReload(phases::add)
                .bundleDirectory(wrong.getParent()));
            runtime.loadBundle(later);
            runtime.unloadBundle("later");
            assertThat(log.lines()).hasSize(2).allMatch((line) -> line.startsWith("WARN"));
        }
        assertThat(phases).first().isInstanceOf(ReloadPhase.Unloading.class);
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    @DisplayName("a reload counts functions as a load does")
    void reloadCountsAsALoadDoes(Compatibility mode) {
        PolyplugRuntime runtime = runtime(mode);
        runtime.loadBundle(this.stage.bundle("reload-v2"));
        Path wrong = withWrongCount();
        if (mode == Compatibility.STRICT) {
            assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime.reloadBundle(wrong))
                .withMessageContaining("declared function_count 2 but interface exports 1");
            assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(200);
        }
        else {
            assertThat(runtime.reloadBundle(wrong).generation()).isEqualTo(2);
            assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(100);
        }
    }

    @Test
    @DisplayName("design 4: under STRICT a version that drops a contract which a proxy calls is refused")
    void droppedUnderAProxyStrict() {
        PolyplugRuntime runtime = runtime(Compatibility.STRICT);
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        Plugins.Answering answering = runtime.contract(Plugins.Answering.class);
        assertThatExceptionOfType(ReloadException.class)
            .isThrownBy(() -> runtime.reloadBundle(this.stage.bundle("reload-dropped")))
            .withMessageContaining("drops contract 'reload.test', which the application calls");
        assertThat(answering.answer()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(value = Compatibility.class, names = { "RELAXED", "YOLO" })
    @DisplayName("design 4: otherwise it is published, with one warning or none, and calls find no provider")
    void droppedUnderAProxy(Compatibility mode) {
        PolyplugRuntime runtime = runtime(mode);
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        Plugins.Answering answering = runtime.contract(Plugins.Answering.class);
        assertThat(answering.answer()).isEqualTo(100);
        assertThat(runtime.contract(Plugins.Answering.class, "reload").answer()).isEqualTo(100);
        try (CapturedLog log = CapturedLog.warningsOf(LOG)) {
            runtime.reloadBundle(this.stage.bundle("reload-dropped"));
            assertThat(log.lines()).hasSize((mode == Compatibility.RELAXED) ? 1 : 0)
                .allSatisfy((line) -> assertThat(line).startsWith("WARN")
                    .contains("'reload' drops contract 'reload.test', which the application calls"));
        }
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(answering::answer);
        assertThat(runtime.contract(Plugins.Other.class).answer()).isEqualTo(300);
        runtime.rollbackBundle("reload");
        assertThat(answering.answer()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    @DisplayName("W-28: a version that drops what a loaded bundle depends on is refused under STRICT only")
    void droppedUnderABundle(Compatibility mode) {
        PolyplugRuntime runtime = runtime(mode);
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        runtime.loadBundle(this.stage.bundle("consumer"));
        assertDropped(runtime, mode, this.stage.bundle("reload-dropped"),
                "bundle 'consumer' depends on 'reload.test' 1.0");
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    @DisplayName("W-18: the same for a contract whose minor version falls below what a loaded bundle asks for")
    void minorVersionFallsUnderABundle(Compatibility mode) {
        PolyplugRuntime runtime = runtime(mode);
        runtime.loadBundle(this.stage.bundle("reload-minor"));
        runtime.loadBundle(written(
                Declared.bundle("acting", "acting").provides("demo.Acting", "1.0", 1).needs("reload.test", "1.2")));
        assertDropped(runtime, mode, this.stage.bundle("reload-v1"), "bundle 'acting' depends on 'reload.test' 1.2");
    }

    private void assertDropped(PolyplugRuntime runtime, Compatibility mode, Path next, String reason) {
        if (mode == Compatibility.STRICT) {
            assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime.reloadBundle(next))
                .withMessageContaining(reason);
            assertThat(runtime.bundle("reload").orElseThrow().generation()).isEqualTo(1);
            return;
        }
        try (CapturedLog log = CapturedLog.warningsOf(LOG)) {
            assertThat(runtime.reloadBundle(next).generation()).isEqualTo(2);
            assertThat(log.lines()).hasSize((mode == Compatibility.RELAXED) ? 1 : 0)
                .allSatisfy((line) -> assertThat(line).startsWith("WARN").contains(reason));
        }
    }

    @Test
    @DisplayName("a dependency that was not met before cannot be lost: the reload is no matter of it")
    void unmetDependencyCannotBeLost() {
        PolyplugRuntime runtime = runtime(Compatibility.STRICT);
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        runtime.loadBundle(written(
                Declared.bundle("acting", "acting").provides("demo.Acting", "1.0", 1).needs("reload.test", "1.2")));
        assertThat(runtime.reloadBundle(this.stage.bundle("reload-v2")).generation()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    @DisplayName("docs/behaviour.md 12.3: what does not fit a proxy, a wrong id and a bad library are refused in"
            + " every mode")
    void whatIsNoMatterOfTheMode(Compatibility mode) throws IOException {
        PolyplugRuntime runtime = runtime(mode);
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(100);
        for (String build : new String[] { "reload-no-functions", "reload-wrong-abi", "reload-no-instance",
                "reload-duplicate" }) {
            assertThatExceptionOfType(ReloadException.class)
                .isThrownBy(() -> runtime.reloadBundle(this.stage.bundle(build)));
        }
        Path tampered = withoutCount();
        Files.writeString(tampered.resolve("manifest.toml"),
                Files.readString(tampered.resolve("manifest.toml")).replaceFirst("id = .*", "id = 1"));
        assertThat(catchThrowableOfType(PolyplugException.class, () -> runtime.reloadBundle(tampered)))
            .hasMessageContaining("tampered");
        assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(100);
    }

}
