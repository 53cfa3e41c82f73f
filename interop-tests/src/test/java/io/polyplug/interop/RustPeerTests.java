package io.polyplug.interop;

import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.GuestCallException;
import io.polyplug.interop.Contracts.Relay;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A Rust guest calls another one through the caller that upstream has generated, which
 * keeps what it has resolved until the revision changes.
 */
class RustPeerTests {

    private static final int THREADS = 4;

    private static final int RELOADS = 1000;

    @RegisterExtension
    final Stage stage = new Stage();

    private Relay relay;

    @BeforeEach
    void load() {
        this.stage.load("peer");
        this.stage.load("relay");
        this.relay = this.stage.contract(Relay.class);
    }

    @Test
    void beforeAndAfterAReloadOfThePeer() {
        assertThat(this.relay.peerBuild()).isEqualTo(100);
        assertThat(this.relay.peerStamp(7)).isEqualTo(7100);
        assertThat(this.relay.peerShout("grüße")).isEqualTo("GRÜSSE from 100");
        this.stage.reload("peer-next");
        assertThat(this.relay.peerBuild()).isEqualTo(200);
        assertThat(this.relay.peerStamp(7)).isEqualTo(7200);
        assertThat(this.relay.peerShout("grüße")).isEqualTo("GRÜSSE from 200");
        this.stage.awaitReclamation();
        assertThat(this.relay.peerStamp(8)).isEqualTo(8200);
    }

    @Test
    void anErrorOfThePeerReachesJava() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> this.relay.peerFail("too long"))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(2))
            .satisfies((ex) -> assertThat(ex.guestMessage()).isEqualTo("peer: too long"));
    }

    @Test
    @DisplayName("DS-07: a peer panics: its caller sees code 3 and goes on")
    void aPanicOfThePeerIsCode3ForItsCaller() {
        assertThat(this.relay.codeOfPeerPanic("on purpose")).isEqualTo(3);
        assertThat(this.relay.peerBuild()).isEqualTo(100);
    }

    /**
     * A generated caller reads the revision after it has resolved: if a reload comes
     * between the two, the caller keeps the old table and believes it is the new one,
     * until this host lets the revision grow once more. Before that it would not survive
     * this test.
     */
    @Test
    @DisplayName("no call fails while the peer changes, although a generated caller may keep an old table")
    void noCallFailsWhileThePeerChanges() {
        try (Load load = Load.of(THREADS, this::callOnce)) {
            for (int i = 0; i < RELOADS; i++) {
                this.stage.reload((i % 2 == 0) ? "peer-next" : "peer");
            }
            load.awaitRounds(1);
        }
        this.stage.awaitReclamation();
        assertThat(this.relay.peerBuild()).isEqualTo(100);
        assertThat(this.stage.runtime().statistics().reclaimedGenerations()).isEqualTo(RELOADS);
        assertThat(this.stage.mappedLibraries()).as("one copy of each bundle").hasSize(2);
        assertThat(this.relay.peerStamp(9)).isEqualTo(9100);
    }

    private void callOnce() {
        assertThat(this.relay.peerStamp(7)).isIn(7100L, 7200L);
        assertThat(this.relay.peerShout("hey")).isIn("HEY from 100", "HEY from 200");
    }

    /**
     * A generated caller makes a new instance at each change of the revision, and forgets
     * the one before.
     */
    @Test
    @DisplayName("instances that a generated caller forgets are destroyed with the peer's generation")
    void forgottenInstancesGoWithTheGeneration() {
        this.stage.load("everything");
        this.relay.peerBuild();
        long before = this.stage.runtime().statistics().liveInstances();
        for (int i = 0; i < 20; i++) {
            this.stage.reload("everything");
            assertThat(this.relay.peerBuild()).isEqualTo(100);
        }
        assertThat(this.stage.runtime().statistics().liveInstances()).isEqualTo(before + 20);
        this.stage.reload("peer-next");
        assertThat(this.relay.peerBuild()).isEqualTo(200);
        this.stage.awaitReclamation();
        assertThat(this.stage.runtime().statistics().liveInstances()).isEqualTo(before);
    }

    @Test
    void aPeerThatWentIsNotFoundAndFoundAgain() {
        assertThat(this.relay.peerBuild()).isEqualTo(100);
        assertThatThrownBy(() -> this.stage.runtime().unloadBundle("upstream-peer"))
            .isInstanceOf(DependencyInUseException.class);
        this.stage.runtime().unloadBundleCascade("upstream-peer");
        this.stage.load("relay");
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(this.relay::peerBuild)
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(4));
        this.stage.load("peer-next");
        assertThat(this.relay.peerBuild()).isEqualTo(200);
    }

}
