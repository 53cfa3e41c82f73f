package io.polyplug;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.polyplug.contract.BundleId;
import io.polyplug.error.BundleLoadException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.testing.ChildJvm;
import io.polyplug.testing.JavaObjectsOnly;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Bundles of Java objects in the place of native ones, as tests of an application want
 * them: without native code, for a bundle that a folder holds, and told from others.
 */
class JavaObjectsOnlyTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    private Path temporary;

    private static InProcessBundle answering(String name, int answer) {
        return InProcessBundle.of(name, "1." + answer + ".0").provide(Plugins.Answering.class, () -> answer);
    }

    private PolyplugRuntime withoutNativeCode() {
        return PolyplugRuntime.builder().backend("none").workDirectory(this.temporary.resolve("work")).build();
    }

    @Test
    @DisplayName("backend none needs neither JNA nor FFM nor a library, wherever the temporary folder is")
    void neitherBackendIsNeeded() throws Exception {
        assertNothingNative();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "JVMs before Java 24 deny nothing")
    void deniedNativeAccessDoesNotMatter() throws Exception {
        assertNothingNative("--illegal-native-access=deny");
    }

    private void assertNothingNative(String... options) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter((entry) -> !entry.matches(".*/jna-[^/]*\\.jar") && !entry.contains("polyplug-ffm"))
            .collect(Collectors.joining(File.pathSeparator));
        String output = ChildJvm.with(options).run(classPath, JavaObjectsOnly.class);
        assertThat(output.lines().filter((line) -> !line.contains("INFO") && !line.contains("DEBUG")))
            .containsExactly("none: Hello Ada", "5004", "Hello Grace", "exit 0");
    }

    @Test
    void nativeBundleIsRefusedByBackendNone() {
        Path bundle = NativeFixtures.copyTo("reload-v1", this.temporary.resolve("bundle"));
        try (PolyplugRuntime runtime = withoutNativeCode()) {
            assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> runtime.loadBundle(bundle))
                .withMessageContainingAll("'reload'", "is native code, and this runtime reaches none", "'none'",
                        "Choose another backend");
            runtime.loadBundle(answering("reload", 3));
            assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(3);
        }
    }

    @Test
    void standInIsLoadedInThePlaceOfTheBundleInAFolder() {
        NativeFixtures.copyTo("reload-v1", this.temporary.resolve("bundles/reload"));
        NativeFixtures.copyTo("consumer", this.temporary.resolve("bundles/consumer"));
        PolyplugRuntime runtime = this.stage.runtime();
        runtime.loadBundle(answering("reload", 7).standIn());
        assertThat(runtime.loadBundles(this.temporary.resolve("bundles"))).extracting(BundleInfo::name)
            .containsExactly("consumer");
        assertThat(this.stage.answering().answer()).isEqualTo(7);
        assertThat(runtime.contract(Plugins.Consumer.class).foundInInit()).isTrue();
    }

    @Test
    void withoutStandingInTheBundleInAFolderIsRefused() {
        NativeFixtures.copyTo("reload-v1", this.temporary.resolve("bundles/reload"));
        this.stage.runtime().loadBundle(answering("reload", 7));
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundles(this.temporary.resolve("bundles")))
            .withMessageContaining("already loaded");
    }

    @Test
    void contractTellsItsProvider() {
        PolyplugRuntime runtime = this.stage.runtime();
        Plugins.Answering any = runtime.contract(Plugins.Answering.class);
        Plugins.Answering second = runtime.contract(Plugins.Answering.class, "second");
        assertThat(runtime.providerOf(any)).isEmpty();
        BundleInfo first = runtime.loadBundle(answering("first", 1));
        runtime.loadBundle(answering("second", 2));
        assertThat(runtime.providerOf(any)).contains(first);
        assertThat(runtime.providerOf(second)).map(BundleInfo::name).contains("second");
        runtime.reloadBundle(answering("first", 3));
        Optional<BundleInfo> now = runtime.providerOf(any);
        assertThat(now).map(BundleInfo::generation).contains(2L);
        runtime.unloadBundle("first");
        assertThat(runtime.providerOf(any)).map(BundleInfo::name).contains("second");
        assertThatIllegalArgumentException().isThrownBy(() -> runtime.providerOf("text"))
            .withMessageContaining("is no contract of this runtime");
    }

    @Test
    void buildersListenersAreToldAsTheRuntimeDoes() {
        PolyplugRuntime.Builder builder = PolyplugRuntime.builder();
        List<ReloadPhase> told = new ArrayList<>();
        ReloadPhase phase = new ReloadPhase.Unloading("x", BundleId.of("x"), 1);
        Consumer<ReloadPhase> listeners = builder.listeners();
        builder.onReload((each) -> {
            throw new IllegalStateException("a listener that fails");
        }).onReload(told::add);
        listeners.accept(phase);
        assertThat(told).containsExactly(phase);
    }

    @Test
    void workDirectoryOfARuntimeWithoutNativeCodeIsRemovedAtTheEnd() {
        try (PolyplugRuntime runtime = withoutNativeCode()) {
            runtime.loadBundle(answering("reload", 1));
        }
        assertThat(Files.exists(this.temporary.resolve("work"))).isTrue();
        assertThat(this.temporary.resolve("work")).isEmptyDirectory();
    }

}
