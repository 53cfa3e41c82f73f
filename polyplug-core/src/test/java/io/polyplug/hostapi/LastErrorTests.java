package io.polyplug.hostapi;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.BundleId;
import io.polyplug.testing.RuntimeExtension;
import io.polyplug.upcall.LastError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loading on a guest's behalf, and the one error text of a runtime (docs/abi.md 7.12,
 * 7.13, 7.16, 7.17).
 */
class LastErrorTests {

    private static final String MISSING = "/nowhere/to/be/found";

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("hostapi").configured((builder) -> builder.hotReload(true));

    private HostApiGuest guest;

    @BeforeEach
    void clear() {
        this.guest = this.polyplug.contract(HostApiGuest.class);
        this.guest.lastErrorNowhere();
    }

    @Test
    @DisplayName("LE-01, LE-08, FF-06: without an error there is nothing to read and nothing is written")
    void nothingPending() {
        assertThat(this.guest.errorLength()).isZero();
        assertThat(this.guest.lastError(100)).isEmpty();
        assertThat(this.guest.lastErrorNowhere()).isZero();
    }

    @Test
    @DisplayName("LE-02, LE-09, LE-13, ER-07: a failed load sets it, reading clears it")
    void readingClears() {
        assertThat(this.guest.load(MISSING)).isEqualTo(1);
        assertThat(this.guest.lastErrorText()).startsWith("manifest parse error in ").contains("/nowhere/to");
        assertThat(this.guest.lastError(100)).isEmpty();
    }

    @Test
    @DisplayName("DI-06: the message names what is missing, not the folder around it")
    void missingFolderIsNamed() {
        Path missing = this.polyplug.workDirectory().resolve("missing");
        this.guest.load(missing.toString());
        assertThat(this.guest.lastErrorText()).contains(missing.resolve("manifest.toml").toString());
    }

    @Test
    @DisplayName("LE-03: asking for the length clears nothing")
    void lengthDoesNotClear() {
        this.guest.load(MISSING);
        long length = this.guest.errorLength();
        assertThat(length).isPositive();
        assertThat(this.guest.errorLength()).isEqualTo(length);
        assertThat(this.guest.lastError(4000)).hasSize((int) length);
        assertThat(this.guest.errorLength()).isZero();
    }

    @Test
    @DisplayName("LE-04, LE-09: a buffer that is too short by one gets all but one byte, and it is cleared anyway")
    void truncated() {
        this.guest.load(MISSING);
        byte[] whole = this.guest.lastError(4000);
        this.guest.load(MISSING);
        assertThat(this.guest.lastError(whole.length - 1)).hasSize(whole.length - 1)
            .isEqualTo(java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThat(this.guest.errorLength()).isZero();
        this.guest.load(MISSING);
        assertThat(this.guest.lastError(whole.length)).isEqualTo(whole);
    }

    @Test
    void roomBeyondAllNumbersTakesEverything() {
        LastError error = new LastError();
        error.set("text");
        assertThat(error.take(-1)).as("SIZE_MAX").hasSize(4);
        assertThat(error.length()).isZero();
    }

    @Test
    @DisplayName("LE-05: a buffer of no bytes gets none, and it is cleared")
    void noRoom() {
        this.guest.load(MISSING);
        assertThat(this.guest.lastError(0)).isEmpty();
        assertThat(this.guest.errorLength()).isZero();
    }

    @Test
    @DisplayName("LE-06: a null buffer asks for the length and clears")
    void nullBuffer() {
        this.guest.load(MISSING);
        long length = this.guest.errorLength();
        assertThat(this.guest.lastErrorNowhere()).isEqualTo(length);
        assertThat(this.guest.errorLength()).isZero();
    }

    @Test
    @DisplayName("LE-07, FF-02, FF-03, M-01: runtimes do not see each other's errors, tables or contracts")
    void runtimesAreApart() {
        try (PolyplugRuntime other = PolyplugRuntime.builder()
            .workDirectory(this.polyplug.workDirectory().resolveSibling("other-work"))
            .build()) {
            other.loadBundle(this.polyplug.folderOf("hostapi"));
            HostApiGuest there = other.contract(HostApiGuest.class);
            there.lastErrorNowhere();
            assertThat(there.table(0)).isNotEqualTo(this.guest.table(0));
            this.guest.load(MISSING);
            assertThat(there.errorLength()).isZero();
            there.load("/somewhere/else");
            assertThat(this.guest.lastErrorText()).contains(MISSING);
            assertThat(there.lastErrorText()).contains("/somewhere/else");
            this.polyplug.load("reload-v1");
            assertThat(other.bundle("reload")).isEmpty();
            assertThat(there.reload(this.polyplug.folderOf("hostapi").toString())).as("by its own settings")
                .isEqualTo(1);
            assertThat(there.lastErrorText()).contains("hot-reload is disabled");
            assertThat(this.guest.reload(this.polyplug.folderOf("reload-v2").toString())).isZero();
        }
    }

    @Test
    @DisplayName("LE-10: a long message is whole")
    void longMessage() {
        String path = "/" + "d\u00e9".repeat(170) + "/x";
        this.guest.load(path);
        assertThat(this.guest.lastErrorText()).contains("d\u00e9".repeat(170)).doesNotContain("\ufffd");
        assertThat(this.guest.errorLength()).isZero();
    }

    @Test
    @DisplayName("LE-11: messages do not pile up")
    void cyclesAreIndependent() {
        for (int i = 0; i < 16; i++) {
            this.guest.load("/nowhere/" + i);
            assertThat(this.guest.lastErrorText()).contains("/nowhere/" + i + "/")
                .doesNotContain("/nowhere/" + (i + 1));
        }
    }

    @Test
    void theLastWriterWinsAndASuccessDoesNotClear() {
        this.guest.load("/first");
        this.guest.load("/second");
        assertThat(this.guest.load(this.polyplug.folderOf("everything").toString())).isZero();
        assertThat(this.guest.lastErrorText()).contains("/second").doesNotContain("/first");
    }

    @Test
    void theErrorOfOneThreadIsSeenByAnother() throws InterruptedException {
        Thread thread = new Thread(() -> this.guest.load("/elsewhere"));
        thread.start();
        thread.join();
        assertThat(this.guest.lastErrorText()).contains("/elsewhere");
    }

    @Test
    @DisplayName("FF-04, FF-17, FF-35, FF-36, FF-37, ER-05: bad paths are told apart, and the runtime stays well")
    void badPaths() {
        long told = 8 | HostApiGuest.WITH_MESSAGE;
        assertThat(this.guest.badPath(0)).as("load null").isEqualTo(told);
        assertThat(this.guest.lastErrorText()).isEqualTo("path is null");
        assertThat(this.guest.badPath(1)).as("reload null").isEqualTo(told);
        assertThat(this.guest.lastErrorText()).isEqualTo("path is null");
        assertThat(this.guest.badPath(2)).as("load not UTF-8").isEqualTo(1);
        assertThat(this.guest.lastErrorText()).contains("not valid UTF-8");
        assertThat(this.guest.badPath(3)).as("reload not UTF-8").isEqualTo(1);
        assertThat(this.guest.lastErrorText()).contains("not valid UTF-8");
        assertThat(this.guest.badPath(4)).as("load without out_err").isZero();
        assertThat(this.guest.errorLength()).isPositive();
        assertThat(this.guest.load("a\u0000b")).as("no path of this system").isEqualTo(1);
        assertThat(this.guest.lastErrorText()).contains("path");
        assertThat(this.guest.load(this.polyplug.folderOf("everything").toString())).isZero();
    }

    @Test
    @DisplayName("L-22: guests load by folder or file, reload and unload")
    void guestsRunTheLifeCycle() {
        Path folder = this.polyplug.folderOf("reload-v1");
        long id = BundleId.of("reload").value();
        assertThat(this.guest.load(folder.resolve("libreload.so").toString())).isZero();
        assertThat(this.polyplug.runtime().bundle("reload").orElseThrow().version()).hasToString("1.0.0");
        assertThat(this.guest.load(folder.toString())).as("loaded already").isEqualTo(1);
        assertThat(this.guest.lastErrorText()).contains("already loaded");
        assertThat(this.guest.reload(this.polyplug.folderOf("reload-v2").toString())).isZero();
        assertThat(this.polyplug.runtime().bundle("reload").orElseThrow().version()).hasToString("1.1.0");
        assertThat(this.guest.reload(this.polyplug.folderOf("reload-init-fails").toString())).isEqualTo(1);
        assertThat(this.guest.lastErrorText()).contains("reload failed for bundle 'reload'",
                "the licence file is missing");
    }

    @Test
    @DisplayName("ER-03: an unknown bundle cannot be unloaded")
    void unknownBundle() {
        assertThat(this.guest.unload(BundleId.of("nobody").value())).isEqualTo(1);
        assertThat(this.guest.lastErrorText()).contains("bundle not found", BundleId.of("nobody").toString());
    }

    @Test
    @DisplayName("L-16: a bundle that another needs is not unloaded on a guest's request either")
    void neededBundle() {
        this.polyplug.load("reload-v1");
        assertThat(this.guest.unload(BundleId.of("reload").value())).isEqualTo(1);
        assertThat(this.guest.lastErrorText()).contains("cannot unload bundle 'reload'", "hostapi");
    }

    @Test
    void bundleThatNobodyNeedsIsUnloadedOnAGuestsRequest() {
        this.polyplug.load("everything");
        assertThat(this.guest.unload(BundleId.of("everything").value())).isZero();
        assertThat(this.polyplug.runtime().bundle("everything")).isEmpty();
    }

}
