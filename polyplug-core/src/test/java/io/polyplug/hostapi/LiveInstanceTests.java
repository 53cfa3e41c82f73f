package io.polyplug.hostapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.GuestContractId;
import io.polyplug.testing.CapturedLog;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances that are alive when a bundle is unloaded, replaced or closed
 * (docs/behaviour.md 15.3).
 */
class LiveInstanceTests {

    private static final GuestContractId MARKER = GuestContractId.of("demo.Marker", 1);

    private static final String REST = ". Each is destroyed once, when no call is in the generation any more; a guest that"
            + " keeps one must not use it then";

    private Consumer<ReloadPhase> listener = (phase) -> {
    };

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("hostapi")
        .configured((builder) -> builder.hotReload(true).onReload((phase) -> this.listener.accept(phase)));

    private HostApiGuest guest;

    @BeforeEach
    void loadMarker() {
        this.polyplug.load("marker");
        this.guest = this.polyplug.contract(HostApiGuest.class);
        assertThat(this.guest.errorLength()).as("makes the guest's own instance").isNotNegative();
    }

    private PolyplugRuntime runtime() {
        return this.polyplug.runtime();
    }

    private long marker() {
        return runtime().findGuestContract(MARKER, 0).orElseThrow().packed();
    }

    private long live() {
        return runtime().statistics().liveInstances();
    }

    private void awaitReclamation() {
        assertThat(runtime().awaitReclamation(Duration.ofSeconds(60))).isTrue();
    }

    private Path secondProvider() throws IOException {
        Path folder = this.polyplug.folderOf("marker-v2");
        Path manifest = folder.resolve("manifest.toml");
        Files.writeString(manifest,
                Files.readString(manifest)
                    .replaceFirst("(?m)^name = .*$", "name = \"second\"")
                    .replaceFirst("(?m)^id = .*$", "id = " + Long.toUnsignedString(BundleId.of("second").value())));
        return folder;
    }

    @Test
    @DisplayName("W-11: unloading names bundle, generation, contract and number of what guests did not give back")
    void unloadingTells() {
        this.guest.holdPeer(marker());
        this.guest.holdPeer(marker());
        this.polyplug.contract(Marker.class).version();
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            runtime().unloadBundle("marker");
            assertThat(log.lines())
                .containsExactly("WARN unload: bundle 'marker' (generation 1) has live instances, 3 in all:"
                        + " demo.Marker@1 (2 of guests, 1 of Java)" + REST);
        }
    }

    @Test
    @DisplayName("W-11: so does reloading, of the generation that is replaced, and goes on regardless")
    void reloadingTells() {
        runtime().reloadBundle(this.polyplug.folderOf("marker-v2"));
        this.guest.holdPeer(marker());
        try (CapturedLog log = CapturedLog.of("polyplug.reload")) {
            runtime().reloadBundle(this.polyplug.folderOf("marker"));
            assertThat(log.lines())
                .containsExactly("WARN reload: bundle 'marker' (generation 2) has live instances, 1 in all:"
                        + " demo.Marker@1 (1 of guests, 0 of Java)" + REST);
            assertThat(runtime().bundle("marker").orElseThrow().generation()).isEqualTo(3);
            awaitReclamation();
            runtime().reloadBundle("marker");
            assertThat(log.lines()).as("the next generation starts from nothing").hasSize(1);
        }
    }

    @Test
    @DisplayName("W-11: closing tells what nobody gave back until the end")
    void closingTells() {
        this.guest.holdPeer(marker());
        this.guest.holdPeer(marker());
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            log.setLevel(Level.WARN);
            runtime().close();
            assertThat(log.lines()).singleElement()
                .asString()
                .as("the guest's destructor may give the second one back before marker is closed")
                .matches("WARN close: bundle 'marker' \\(generation 1\\) has live instances, ([12]) in all:"
                        + " demo.Marker@1 \\(\\1 of guests, 0 of Java\\)\\Q" + REST + "\\E");
        }
    }

    @Test
    void whatADestructorGivesBackWhileTheRuntimeClosesIsNotTold() {
        runtime().unloadBundle("hostapi");
        this.polyplug.load("hostapi");
        this.guest.holdPeer(marker());
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            log.setLevel(Level.WARN);
            runtime().close();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void whatIsToldWhenABundleGoesIsNotToldAgainLater() {
        this.guest.holdPeer(marker());
        try (CapturedLog log = CapturedLog.of("polyplug")) {
            log.setLevel(Level.WARN);
            runtime().unloadBundle("marker");
            awaitReclamation();
            runtime().close();
            assertThat(log.lines()).singleElement().asString().startsWith("WARN unload: bundle 'marker'");
        }
    }

    @Test
    void instancesThatOnlyJavaCallsAreNoWarning() {
        this.polyplug.contract(Marker.class).version();
        this.guest.holdPeer(marker());
        this.guest.dropPeer();
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            runtime().unloadBundle("marker");
            assertThat(log.lines())
                .containsExactly("DEBUG unload: bundle 'marker' (generation 1) has live instances, 1 in all:"
                        + " demo.Marker@1 (0 of guests, 1 of Java)" + REST);
        }
    }

    @Test
    @DisplayName("a listener may have guests give back what they hold: it is told before it is counted")
    void listenersMayCleanUp() {
        this.guest.holdPeer(marker());
        this.listener = (phase) -> {
            if (phase instanceof ReloadPhase.Unloading || phase instanceof ReloadPhase.Preparing) {
                assertThat(this.guest.dropPeer()).isTrue();
            }
        };
        try (CapturedLog log = CapturedLog.of("polyplug")) {
            log.setLevel(Level.WARN);
            runtime().reloadBundle("marker");
            this.guest.holdPeer(marker());
            runtime().unloadBundle("marker");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName("W-11: two providers of one contract are counted apart: a reload of one touches nothing of the other")
    void providersAreCountedApart() throws IOException {
        runtime().loadBundle(secondProvider());
        List<Long> handles = runtime().findAllGuestContracts(MARKER, 0).stream().map((each) -> each.packed()).toList();
        long before = live();
        this.guest.holdPeer(handles.get(0));
        this.guest.holdPeer(handles.get(1));
        try (CapturedLog log = CapturedLog.of("polyplug.reload")) {
            runtime().reloadBundle("second");
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN reload: bundle 'second' (generation 1) has live instances, 1 in all");
            awaitReclamation();
            assertThat(live()).as("that of the other provider").isEqualTo(before + 1);
            runtime().reloadBundle("marker");
            assertThat(log.lines()).hasSize(2);
            awaitReclamation();
            assertThat(live()).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("W-10: counts do not outlive the bundle they are of")
    void countsEndWithTheBundle() {
        long before = live();
        this.guest.holdPeer(marker());
        runtime().unloadBundle("marker");
        awaitReclamation();
        assertThat(live()).isEqualTo(before);
        this.polyplug.load("marker");
        assertThat(live()).isEqualTo(before);
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            runtime().unloadBundle("marker");
            assertThat(log.lines()).isEmpty();
        }
    }

    /** The bundle whose instances are counted. */
    @GuestContract(name = "demo.Marker", version = "1.0.0")
    interface Marker {

        @ContractFunction(0)
        int version();

    }

}
