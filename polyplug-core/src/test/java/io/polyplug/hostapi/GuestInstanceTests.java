package io.polyplug.hostapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.GuestCallException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.jna.JnaBackend;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Instances that guests make of each other (docs/abi.md 7.20, 7.21).
 */
class GuestInstanceTests {

    private static final GuestContractId MARKER = GuestContractId.of("demo.Marker", 1);

    private static final int CREATE = 152;

    private static final int DESTROY = 160;

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("hostapi").configured((builder) -> builder.hotReload(true));

    private Path marks;

    private HostApiGuest guest;

    @BeforeEach
    void loadMarker() throws IOException {
        this.marks = this.polyplug.workDirectory().resolveSibling("marks");
        for (String build : List.of("marker", "marker-v2")) {
            Files.writeString(this.polyplug.folderOf(build).resolve("mark-file"), this.marks.toString());
        }
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

    private List<String> marks() throws IOException {
        return Files.readAllLines(this.marks).stream().map((line) -> line.replaceAll(" /.*", "")).toList();
    }

    private void awaitReclamation() {
        assertThat(runtime().awaitReclamation(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    @DisplayName("IN-01: instances with data are counted up and down")
    void statefulInstancesAreCounted() {
        long before = live();
        long first = this.guest.holdPeer(marker());
        assertThat(first).isNotZero();
        assertThat(live()).isEqualTo(before + 1);
        long second = this.guest.holdPeer(marker());
        assertThat(second).isNotZero().isNotEqualTo(first);
        assertThat(live()).isEqualTo(before + 2);
        assertThat(this.guest.dropPeer()).isTrue();
        assertThat(live()).isEqualTo(before + 1);
        assertThat(this.guest.dropPeer()).as("nothing kept any more").isFalse();
        assertThat(live()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("IN-02, LY-24, AB-54: stateless instances are not counted")
    void statelessInstancesAreNotCounted() {
        this.polyplug.load("reload-stateless");
        long packed = runtime().findGuestContract(GuestContractId.of("reload.test", 1), 0).orElseThrow().packed();
        long before = live();
        assertThat(this.guest.holdPeer(packed)).isZero();
        assertThat(live()).isEqualTo(before);
        assertThat(this.guest.callPeer(packed, 0)).isEqualTo(500);
        assertThat(live()).isEqualTo(before);
    }

    @Test
    void eachInstanceIsDestroyedByTheGuestThatMadeIt() throws IOException {
        assertThat(this.guest.callPeer(marker(), 0)).isEqualTo(1);
        assertThat(this.guest.callPeer(marker(), 0)).isEqualTo(1);
        assertThat(marks()).containsExactly("opened 1.0.0", "destroyed 1.0.0", "destroyed 1.0.0");
    }

    @Test
    @DisplayName("W-10, W-15: instances left behind are destroyed once, before the library is closed, and not counted any more")
    void instancesLeftBehindAreDestroyedOnceBeforeTheLibraryIsClosed() throws IOException {
        this.guest.holdPeer(marker());
        this.guest.holdPeer(marker());
        this.guest.holdPeer(marker());
        this.guest.dropPeer();
        long before = live();
        runtime().unloadBundle("marker");
        awaitReclamation();
        assertThat(marks()).containsExactly("opened 1.0.0", "destroyed 1.0.0", "destroyed 1.0.0", "destroyed 1.0.0",
                "closed 1.0.0");
        assertThat(live()).isEqualTo(before - 2);
    }

    @Test
    void instancesOfTheReplacedVersionGoWithIt() throws IOException {
        this.guest.holdPeer(marker());
        runtime().reloadBundle(this.polyplug.folderOf("marker-v2"));
        awaitReclamation();
        assertThat(marks()).containsExactly("opened 1.0.0", "opened 1.1.0", "destroyed 1.0.0", "closed 1.0.0");
        assertThat(this.guest.callPeer(marker(), 0)).as("the handle leads to the new version").isEqualTo(2);
    }

    @Test
    @DisplayName("LY-23: nothing is made of a null table or without the host")
    void nothingIsMadeOfNothing() {
        long before = live();
        assertThat(this.guest.createBadly(0)).isZero();
        assertThat(this.guest.createBadly(1)).isZero();
        assertThat(this.guest.createBadly(2)).isZero();
        this.guest.destroyBadly(0);
        this.guest.destroyBadly(1);
        this.guest.destroyBadly(2);
        assertThat(live()).isEqualTo(before);
        assertThat(this.guest.revision()).as("the guest's own instance still lives").isPositive();
    }

    @Test
    void staleHandleIsToldByThePeer() {
        long packed = marker();
        runtime().unloadBundle("marker");
        assertThat(catchThrowableOfType(GuestCallException.class, () -> this.guest.holdPeer(packed)).code())
            .isEqualTo(5);
    }

    @Test
    void tableOfAReclaimedGenerationIsANoOp() throws IOException {
        NativeBackend backend = new JnaBackend();
        long host = this.guest.table(0);
        long table = this.guest.resolve(marker());
        long out = backend.allocate(16, 8);
        try {
            create(backend, host, table, out);
            long data = backend.getWord(out);
            assertThat(data).as("while it is loaded").isNotZero();
            assertThat(backend.getWord(out + 8)).isEqualTo(MARKER.value());
            destroy(backend, host, table, data);
            runtime().unloadBundle("marker");
            awaitReclamation();
            create(backend, host, table, out);
            assertThat(backend.getWord(out)).isZero();
            assertThat(backend.getWord(out + 8)).isZero();
            destroy(backend, host, table, data);
            assertThat(marks()).containsExactly("opened 1.0.0", "destroyed 1.0.0", "closed 1.0.0");
            assertThat(backend.getWord(table)).as("the copy is still readable").isEqualTo(MARKER.value());
        }
        finally {
            backend.free(out);
            backend.close();
        }
    }

    private static void create(NativeBackend backend, long host, long table, long out) {
        backend.invoke(NativeBackend.Shape.VOID, backend.getWord(host + CREATE), 0, host, table, 0, out);
    }

    private static void destroy(NativeBackend backend, long host, long table, long data) {
        backend.invoke(NativeBackend.Shape.VOID, backend.getWord(host + DESTROY), 0, host, table, data, MARKER.value());
    }

    @Test
    void handleKeepsNamingTheBundleAcrossReloads() {
        GuestContractHandle before = runtime().findGuestContract(MARKER, 0).orElseThrow();
        runtime().reloadBundle(this.polyplug.folderOf("marker-v2"));
        assertThat(runtime().findGuestContract(MARKER, 0)).contains(before);
        assertThat(this.guest.resolve(before.packed())).isNotZero();
    }

}
