package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.polyplug.PolyplugRuntime;
import io.polyplug.error.GuestCallException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Replaces upstream's peer by ours and ours by upstream's, in a JVM of its own, while
 * Java and upstream's relay keep what they call it through.
 */
final class PeerProbe {

    /** What it prints last. */
    static final String WELL = "All is well";

    private static final int THEIR_BUILD = 100;

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final PolyplugRuntime runtime;

    private final GeneratedContracts contracts;

    private PeerProbe(PolyplugRuntime runtime, GeneratedContracts contracts) {
        this.runtime = runtime;
        this.contracts = contracts;
    }

    /**
     * Takes the backend, a folder to work in, the folders of upstream's peer, upstream's
     * relay and our peer, and how many generations of ours stay mapped.
     */
    public static void main(String[] arguments) throws IOException {
        Path theirs = Path.of(arguments[2]);
        Path ours = Path.of(arguments[4]);
        int mapped = Integer.parseInt(arguments[5]);
        try (PolyplugRuntime runtime = runtime(arguments[0], Path.of(arguments[1], "java"))) {
            PeerProbe probe = new PeerProbe(runtime, GeneratedContracts.in(Path.of(arguments[1], "java")));
            probe.callByJava(theirs, ours);
            probe.unload(3, mapped);
            assertThat(runtime.statistics().guestBytes().values()).allMatch((held) -> held == 0);
        }
        try (PolyplugRuntime runtime = runtime(arguments[0], Path.of(arguments[1], "relay"))) {
            PeerProbe probe = new PeerProbe(runtime, GeneratedContracts.in(Path.of(arguments[1], "relay")));
            probe.callByRelay(theirs, Path.of(arguments[3]), ours);
            probe.unload(4, mapped);
        }
        System.out.println(WELL);
    }

    private static PolyplugRuntime runtime(String backend, Path folder) throws IOException {
        return PolyplugRuntime.builder()
            .hotReload(true)
            .backend(backend)
            .workDirectory(Files.createDirectories(folder).resolve("work"))
            .build();
    }

    private void callByJava(Path theirs, Path ours) {
        this.runtime.loadBundle(theirs);
        GeneratedProxy peer = this.contracts.proxy(this.runtime, "Peer");
        call(peer, THEIR_BUILD);
        this.runtime.reloadBundle(ours);
        call(peer, OurPeer.BUILD);
        this.runtime.reloadBundle(theirs);
        call(peer, THEIR_BUILD);
    }

    private static void call(GeneratedProxy peer, int build) {
        assertThat(peer.call("build")).isEqualTo((long) build);
        assertThat(peer.call("stamp", 7L)).isEqualTo(7000L + build);
        assertThat(peer.call("shout", "hey")).isEqualTo("HEY from " + build);
        assertFails(peer, "fail", "too long");
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> peer.call("panic", "on purpose"))
            .satisfies((failure) -> assertThat(failure.code()).isEqualTo(3));
        assertThat(peer.neverCalled()).isEmpty();
    }

    private void callByRelay(Path theirs, Path relay, Path ours) {
        this.runtime.loadBundle(theirs);
        this.runtime.loadBundle(relay);
        GeneratedProxy proxy = this.contracts.proxy(this.runtime, "Relay");
        callThrough(proxy, THEIR_BUILD);
        this.runtime.reloadBundle(ours);
        callThrough(proxy, OurPeer.BUILD);
        this.runtime.reloadBundle(theirs);
        callThrough(proxy, THEIR_BUILD);
    }

    private static void callThrough(GeneratedProxy relay, int build) {
        assertThat(relay.call("peerBuild")).isEqualTo((long) build);
        assertThat(relay.call("peerStamp", 8L)).isEqualTo(8000L + build);
        assertThat(relay.call("peerShout", "you")).isEqualTo("YOU from " + build);
        assertFails(relay, "peerFail", "peer: too long");
        assertThat(relay.call("codeOfPeerPanic", "on purpose")).isEqualTo(3L);
    }

    private static void assertFails(GeneratedProxy proxy, String function, String message) {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> proxy.call(function, "too long"))
            .satisfies((failure) -> assertThat(failure.code()).isEqualTo(2))
            .satisfies((failure) -> assertThat(failure.guestMessage()).isEqualTo(message));
    }

    private void unload(int generations, int mapped) {
        this.runtime.unloadBundleCascade(OurPeer.NAME);
        assertThat(this.runtime.awaitReclamation(LONGEST)).isTrue();
        assertThat(this.runtime.statistics().liveInstances()).isZero();
        assertThat(this.runtime.statistics().reclaimedGenerations()).isEqualTo(generations);
        assertThat(this.runtime.statistics().closedButMapped()).isEqualTo(mapped);
    }

}
