package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.error.StaleHandleException;
import io.polyplug.testing.RuntimeExtension;
import io.polyplug.types.Everything;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What messages must tell: the tokens of the error catalogue, and what to do.
 */
class ErrorTextTests {

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("reload-v1")
        .configured((builder) -> builder.hotReload(true));

    private PolyplugRuntime runtime() {
        return this.polyplug.runtime();
    }

    private static <E extends PolyplugException> E thrown(Class<E> type, ThrowingCallable call) {
        E failure = catchThrowableOfType(type, call);
        assertThat(failure).isNotNull();
        return failure;
    }

    private Path changed(String bundle, String text, String replacement) throws IOException {
        Path folder = this.polyplug.folderOf(bundle);
        Path manifest = folder.resolve("manifest.toml");
        String before = Files.readString(manifest);
        assertThat(before).contains(text);
        Files.writeString(manifest, before.replace(text, replacement));
        return folder;
    }

    @Test
    @DisplayName("ER-03: a bundle that is not there is named")
    void bundleNotFound() {
        assertThat(thrown(BundleNotFoundException.class, () -> runtime().unloadBundle("nobody")))
            .hasMessageContainingAll("bundle not found", "'nobody'", "Load it")
            .satisfies((ex) -> assertThat(ex.bundleName()).isEqualTo("nobody"));
        thrown(BundleNotFoundException.class, () -> runtime().reloadBundle("nobody"));
        thrown(BundleNotFoundException.class, () -> runtime().rollbackBundle("nobody"));
        thrown(BundleNotFoundException.class, () -> runtime().unloadBundleCascade("nobody"));
    }

    @Test
    @DisplayName("ER-04: a reload that failed names bundle and reason, and what goes on serving")
    void reloadFailed() {
        ReloadException failure = thrown(ReloadException.class,
                () -> runtime().reloadBundle(this.polyplug.folderOf("reload-init-fails")));
        assertThat(failure).hasMessageContainingAll("reload failed", "'reload'", "the licence file is missing",
                "Version 1.0.0 (generation 1) goes on serving");
        assertThat(failure.bundleName()).isEqualTo("reload");
    }

    @Test
    @DisplayName("ER-06, L-27, MF-19: a failed init names bundle and reason")
    void initFailed() {
        runtime().unloadBundle("reload");
        assertThat(thrown(BundleLoadException.class, () -> this.polyplug.load("reload-init-fails")))
            .hasMessageContainingAll("init failed for bundle 'reload'", "the licence file is missing");
        assertThat(thrown(BundleLoadException.class, () -> this.polyplug.load("reload-init-fails-silently")))
            .hasMessageContainingAll("init failed for bundle 'reload'", "256");
        assertThat(thrown(BundleLoadException.class, () -> this.polyplug.load("reload-wrong-abi")))
            .hasMessageContainingAll("Bundle 'reload' was not loaded", "ABI 2", "ABI 1", "Rebuild");
        assertThat(thrown(BundleLoadException.class, () -> this.polyplug.load("reload-no-version")))
            .hasMessageContainingAll("init symbol missing", "'reload'", "polyplug_abi_version");
        assertThat(thrown(BundleLoadException.class, () -> this.polyplug.load("reload-no-init")))
            .hasMessageContainingAll("init symbol missing", "'reload'", "polyplug_init");
    }

    @Test
    @DisplayName("ER-07, DI-06: a manifest that cannot be read is named with the reason")
    void manifestParse() throws IOException {
        ManifestException failure = thrown(ManifestException.class,
                () -> runtime().loadBundle(changed("everything", "name = \"everything\"", "name = ")));
        assertThat(failure).hasMessageContainingAll(failure.file().toString(), "not valid TOML", "line 2",
                "Correct it there");
        assertThat(failure.file()).isEqualTo(this.polyplug.folderOf("everything").resolve("manifest.toml"));
        Path missing = this.polyplug.workDirectory().resolveSibling("missing");
        assertThat(thrown(ManifestException.class, () -> runtime().loadBundle(missing)))
            .hasMessageContainingAll("manifest parse error", missing.resolve("manifest.toml").toString());
    }

    @Test
    @DisplayName("ER-09: a loader that is not ours is named")
    void noLoader() throws IOException {
        assertThat(thrown(PolyplugException.class,
                () -> runtime().loadBundle(changed("everything", "loader = \"native\"", "loader = \"cobol\""))))
            .hasMessageContainingAll("'everything'", "'cobol'", "no loader is registered");
    }

    @Test
    @DisplayName("ER-10: a version that does not fit an interface is told with both numbers")
    void versionMismatch() {
        runtime().contract(NewerAnswering.class);
        runtime().unloadBundle("reload");
        assertThat(thrown(BundleLoadException.class, () -> this.polyplug.load("reload-v1")))
            .hasMessageContainingAll("reload.test", "1.0.0", "1.9");
    }

    @Test
    @DisplayName("ER-11, V-11: function counts that differ are told with both numbers")
    void functionCountMismatch() throws IOException {
        assertThat(thrown(BundleLoadException.class,
                () -> runtime()
                    .loadBundle(changed("everything", "\"demo.Everything@1\" = 51", "\"demo.Everything@1\" = 52"))))
            .hasMessageContainingAll("function count mismatch", "demo.Everything", "52", "51");
        assertThat(runtime().findGuestContract(GuestContractId.of("demo.Everything", 1), 0)).as("nothing stays")
            .isEmpty();
    }

    @Test
    @DisplayName("ER-12: a file in the place of a folder of bundles is named")
    void notADirectory() throws IOException {
        Path file = this.polyplug.folderOf("everything").resolve("manifest.toml");
        assertThat(thrown(BundleLoadException.class, () -> runtime().loadBundles(file)))
            .hasMessageContainingAll(file.toString(), "not a directory", "Name the folder");
    }

    @Test
    void hotReloadDisabled() {
        try (PolyplugRuntime without = PolyplugRuntime.builder()
            .workDirectory(this.polyplug.workDirectory().resolveSibling("other-work"))
            .build()) {
            without.loadBundle(this.polyplug.folderOf("everything"));
            assertThat(thrown(ReloadException.class, () -> without.reloadBundle("everything")))
                .hasMessageContainingAll("hot-reload is disabled", "'everything'", "hotReload(true)");
        }
    }

    @Test
    void missingLibraryOfAReload() {
        Path folder = this.polyplug.folderOf("reload-v2");
        assertThat(thrown(ReloadException.class, () -> runtime().reloadBundle(folder.resolve("libnot-there.so"))))
            .hasMessageContainingAll("bundle library not found at", "libnot-there.so", "goes on serving");
    }

    @Test
    @DisplayName("ER-13: a manifest without a library names the bundle")
    void missingFile() throws IOException {
        assertThat(thrown(PolyplugException.class,
                () -> runtime().loadBundle(changed("everything", "file = \"libeverything.so\"", "file = \"\""))))
            .hasMessageContainingAll("'everything'", "empty or missing `file`", "Write the library's path");
    }

    @Test
    @DisplayName("ER-14: an id that is not the name's is told with both ids")
    void tampered() throws IOException {
        assertThat(thrown(PolyplugException.class,
                () -> runtime().loadBundle(changed("everything", "0x90dac479021f0640", "0x90dac479021f0641"))))
            .hasMessageContainingAll("tampered", "everything", "90dac479021f0640", "90dac479021f0641");
    }

    @Test
    @DisplayName("ER-17: a handle that names nothing is told with its index, a stale one as stale")
    void handles() {
        GuestContractHandle handle = runtime().findGuestContract(Plugins.RELOAD_TEST, 0).orElseThrow();
        try (EpochGuard guard = runtime().pin()) {
            GuestContractHandle beyond = new GuestContractHandle(9999, 0);
            StaleHandleException invalid = thrown(StaleHandleException.class, () -> runtime().resolve(beyond, guard));
            assertThat(invalid).hasMessageContainingAll("invalid plugin handle", "9999", "Find the contract again");
            assertThat(invalid.handle()).isEqualTo(beyond);
            thrown(StaleHandleException.class, () -> runtime().resolve(GuestContractHandle.NULL, guard));
        }
        runtime().unloadBundle("reload");
        try (EpochGuard guard = runtime().pin()) {
            assertThat(thrown(StaleHandleException.class, () -> runtime().resolve(handle, guard)))
                .hasMessageContainingAll("stale plugin handle", "slot " + handle.index());
        }
    }

    @Test
    @DisplayName("ER-18: a call without a provider names contract, version and bundle")
    void contractUnavailable() {
        ContractUnavailableException any = thrown(ContractUnavailableException.class,
                () -> runtime().contract(Everything.class).version());
        assertThat(any).hasMessageContainingAll("Contract 'demo.Everything' 1.2 is not available", "no plugin found",
                GuestContractId.of("demo.Everything", 1).toString(), "Load a bundle");
        assertThat(any.contractName()).isEqualTo("demo.Everything");
        assertThat(thrown(ContractUnavailableException.class,
                () -> runtime().contract(Everything.class, "reload").version()))
            .hasMessageContaining("of bundle 'reload'");
    }

    @Test
    void dependencyInUse() {
        this.polyplug.load("consumer");
        DependencyInUseException failure = thrown(DependencyInUseException.class,
                () -> runtime().unloadBundle("reload"));
        assertThat(failure).hasMessageContainingAll("cannot unload bundle 'reload'", "consumer", "Unload them first");
        assertThat(failure.bundleName()).isEqualTo("reload");
        assertThat(failure.dependents()).containsExactly("consumer");
    }

    @Test
    void closed() {
        Plugins.Answering contract = runtime().contract(Plugins.Answering.class);
        runtime().close();
        assertThat(thrown(RuntimeClosedException.class, () -> runtime().bundles()))
            .hasMessageContainingAll("has been closed", "Build a new one");
        assertThat(thrown(RuntimeClosedException.class, contract::answer)).hasMessageContainingAll("reload.test",
                "closed");
    }

    /** Asks for a minor version that nobody has. */
    @io.polyplug.contract.GuestContract(name = "reload.test", version = "1.9")
    interface NewerAnswering {

        @io.polyplug.contract.ContractFunction(0)
        int answer();

    }

}
