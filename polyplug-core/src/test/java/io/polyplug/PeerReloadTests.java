package io.polyplug;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Guests that call each other through the tables they have resolved, while these are
 * replaced: only the pin of the outermost call protects them.
 */
@Timeout(600)
class PeerReloadTests {

    private static final int CALLERS = 4;

    private static final int NOT_FOUND = 4;

    @RegisterExtension
    final Stage stage = new Stage();

    private Plugins.Link link;

    private Plugins.OuterLink outer;

    @BeforeEach
    void load() {
        this.stage.leaveMarks(this.stage.bundle("peer-v1"));
        this.stage.leaveMarks(this.stage.bundle("peer-v2"));
        this.stage.load("peer-v1");
        this.stage.load("linker");
        this.stage.load("outer-linker");
        this.link = this.stage.runtime().contract(Plugins.Link.class);
        this.outer = this.stage.runtime().contract(Plugins.OuterLink.class);
    }

    private void reload(String fixture) {
        this.stage.runtime().reloadBundle(this.stage.bundle(fixture));
    }

    @Test
    @DisplayName("a guest sees the new version of its peer at the first call after a reload, through any number of guests")
    void peerIsCalledBeforeAndAfterItsReload() {
        assertThat(this.link.answer()).isEqualTo(100);
        assertThat(this.outer.answer()).isEqualTo(100);
        reload("peer-v2");
        assertThat(this.link.answer()).isEqualTo(200);
        assertThat(this.outer.answer()).isEqualTo(200);
        this.stage.awaitReclamation();
        assertThat(this.stage.marks("closed")).hasSize(1);
        assertThat(this.link.answer()).isEqualTo(200);
    }

    @Test
    @DisplayName("what a guest has resolved it uses again, without asking the host, until something changes")
    void resolvedPeerIsKept() {
        int before = this.link.answer() + this.link.resolutions();
        for (int i = 0; i < 100; i++) {
            this.link.answer();
        }
        assertThat(100 + this.link.resolutions()).isEqualTo(before);
        reload("peer-v2");
        assertThat(this.link.answer()).isEqualTo(200);
        assertThat(100 + this.link.resolutions()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("400 reloads of a peer under the calls of four threads: none fails, each is of one published version,"
            + " and a call that begins after a reload is of the new one")
    void noCallFailsWhileThePeerChanges() {
        callWhileThePeerChanges(400);
    }

    @Test
    @Tag("soak")
    @Timeout(3600)
    @DisplayName("10,000 reloads of a peer under the calls of four threads: none fails, each is of one published version,"
            + " and a call that begins after a reload is of the new one")
    void noCallFailsWhileThePeerChangesForLong() {
        callWhileThePeerChanges(10_000);
    }

    private void callWhileThePeerChanges(int reloads) {
        try (Crew crew = Crew.repeating(CALLERS, this::callOnce)) {
            crew.awaitRounds(1);
            for (int i = 0; i < reloads; i++) {
                reload((i % 2 == 0) ? "peer-v2" : "peer-v1");
                assertThat(this.link.answer()).isEqualTo((i % 2 == 0) ? 200 : 100);
            }
            crew.awaitRounds(1);
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.reclaimed("peer")).hasSize(reloads);
        assertThat(this.stage.marks("closed")).hasSize(reloads);
        assertThat(this.stage.mappedLibraries()).as("one copy of each bundle").hasSize(3);
    }

    private void callOnce(int member) {
        long pair = (member < CALLERS / 2) ? this.link.pair() : this.outer.pair();
        assertThat(pair).isIn(100L << 32 | 100, 200L << 32 | 200);
    }

    @Test
    @DisplayName("a peer's old generation is kept while a guest's call is inside it, and other calls see the new one")
    void oldGenerationIsKeptWhileAPeersCallIsInside() {
        HeldCall<Integer> direct = this.stage.hold("direct", this.link::hold);
        HeldCall<Integer> across = this.stage.hold("across", this.outer::hold);
        reload("peer-v2");
        assertThat(this.link.answer()).isEqualTo(200);
        awaitRoundThatSees(1);
        assertThat(this.stage.marks("closed")).isEmpty();

        assertThat(direct.release()).isEqualTo(100);
        reload("peer-v1");
        awaitRoundThatSees(2);
        assertThat(this.stage.marks("closed")).as("still held from further out").isEmpty();

        assertThat(across.release()).isEqualTo(100);
        this.stage.awaitReclamation();
        assertThat(this.stage.marks("closed")).hasSize(2);
    }

    /**
     * The age of a holder is what the reclaimer has seen: above 0 it has looked at this
     * generation, and at those that were retired before it.
     */
    private void awaitRoundThatSees(long generation) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (this.stage.runtime()
            .statistics()
            .holders()
            .stream()
            .noneMatch((each) -> each.generation() == generation && each.age().toNanos() > 0)) {
            assertThat(System.nanoTime()).as("the reclaimer looks at generation %s", generation).isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    @DisplayName("a call that hangs in a guest without peers does not keep a peer's old generation")
    void callElsewhereKeepsNoPeer() {
        this.stage.load("slow");
        HeldCall<Integer> elsewhere = this.stage.hold();
        assertThat(this.link.answer()).isEqualTo(100);
        reload("peer-v2");
        assertThat(this.link.answer()).isEqualTo(200);
        this.stage.awaitReclamation();
        assertThat(this.stage.marks("closed")).hasSize(1);
        assertThat(elsewhere.isInside()).isTrue();
    }

    @Test
    @DisplayName("a caller that reads the revision after it has resolved, as generated ones do, is never left with code that is gone")
    void lateReaderOfTheRevisionIsToldOnceMore() {
        HeldCall<Integer> late = this.stage.hold("late", this.link::resolveLate);
        reload("peer-v2");
        assertThat(late.release()).as("what it had resolved").isEqualTo(100);
        this.stage.awaitReclamation();
        assertThat(this.stage.marks("closed")).hasSize(1);
        assertThat(this.link.answer()).isEqualTo(200);
    }

    @Test
    @DisplayName("what nobody resolved is released without a further revision")
    void unknownGenerationNeedsNoFurtherRevision() {
        this.stage.load("reload-v1");
        long before = this.stage.runtime().revision();
        reload("reload-v2");
        this.stage.awaitReclamation();
        assertThat(this.stage.runtime().revision()).isEqualTo(before + 1);
        assertThat(this.link.answer()).isEqualTo(100);
        reload("peer-v2");
        this.stage.awaitReclamation();
        assertThat(this.stage.runtime().revision()).isEqualTo(before + 3);
    }

    @Test
    @DisplayName("a peer that is unloaded is gone for its caller, not half there, and found when it is back")
    void unloadedPeerIsCleanlyGone() {
        assertThat(this.outer.answer()).isEqualTo(100);
        HeldCall<Integer> inside = this.stage.hold("inside", this.outer::hold);
        this.stage.runtime().unloadBundle("linker");
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(this.outer::answer)
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(NOT_FOUND))
            .satisfies((ex) -> assertThat(ex.guestMessage()).isEqualTo("nobody provides demo.Link"));
        assertThat(inside.release()).isEqualTo(100);
        this.stage.awaitReclamation();
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(this.outer::answer)
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(NOT_FOUND));
        this.stage.load("linker");
        assertThat(this.outer.answer()).isEqualTo(100);
    }

    @Test
    @DisplayName("L-18: a declared peer is resolved in init and serves across its reload; an undeclared one is not found there")
    void peerResolvedInInitIsKept() {
        assertThat(this.link.foundInInit()).isTrue();
        assertThat(this.outer.foundInInit()).isFalse();
        reload("peer-v2");
        assertThat(this.link.answer()).isEqualTo(200);
        assertThat(this.outer.answer()).isEqualTo(200);
    }

    @Test
    @DisplayName("L-16: a peer that others declare is not unloaded under them")
    void declaredPeerIsNotUnloaded() {
        assertThatThrownBy(() -> this.stage.runtime().unloadBundle("peer")).isInstanceOf(DependencyInUseException.class)
            .hasMessageContaining("linker");
        assertThat(this.link.answer()).isEqualTo(100);
    }

}
