package io.polyplug.host;

import java.util.List;
import java.util.Set;

import io.polyplug.contract.Version;
import io.polyplug.store.BundleLedger;
import io.polyplug.store.CallRules;
import io.polyplug.store.Generation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose call a block belongs to, where guest, host and guest call each other.
 */
class CallStackTests {

    private static final long BLOCK = 0x1000;

    private static final int UNKNOWN = -1;

    private final Generation guest = generation("guest");

    private final Generation other = generation("other");

    private final CallStack stack = new CallStack();

    private static Generation generation(String bundle) {
        return new Generation(new BundleLedger(bundle), new Version(1, 0, 0), 1, 0, Set.of(), CallRules.USUAL);
    }

    @Test
    @DisplayName("L-06 L-07 L-08: at first no init runs; nested ones restore the outer one; to end one twice is harmless")
    void initsNest() {
        assertThat(this.stack.initialization()).isNull();
        Initialization outer = new Initialization(this.guest, null, List.of(), null);
        this.stack.begin(outer);
        Initialization inner = new Initialization(this.other, null, List.of(), this.stack.initialization());
        this.stack.begin(inner);
        assertThat(this.stack.initialization()).isSameAs(inner);
        for (int i = 0; i < 2; i++) {
            this.stack.end(inner);
            assertThat(this.stack.initialization()).isSameAs(outer);
        }
        for (int i = 0; i < 2; i++) {
            this.stack.end(outer);
            assertThat(this.stack.initialization()).isNull();
        }
    }

    @Test
    void blockOfThisVeryCallIsKnown() {
        this.stack.enter(this.guest);
        this.stack.note(BLOCK, 10, this.guest);
        assertThat(this.stack.notedSize(BLOCK, this.guest)).isEqualTo(10);
        assertThat(this.stack.notedSize(BLOCK, this.other)).isEqualTo(UNKNOWN);
        assertThat(this.stack.notedSize(BLOCK + 1, this.guest)).isEqualTo(UNKNOWN);
        this.stack.leave();
    }

    @Test
    @DisplayName("a block of a suspended outer call is borrowed in an inner one of the same guest, and the outer call's"
            + " own again after it")
    void blockOfASuspendedCallIsBorrowedInANestedOne() {
        this.stack.enter(this.guest);
        this.stack.note(BLOCK, 10, this.guest);
        this.stack.enter(this.guest);
        assertThat(this.stack.notedSize(BLOCK, this.guest)).isEqualTo(UNKNOWN);
        this.stack.leave();
        assertThat(this.stack.notedSize(BLOCK, this.guest)).isEqualTo(10);
        this.stack.leave();
    }

    @Test
    void blockOfANestedCallIsBorrowedAfterIt() {
        this.stack.enter(this.guest);
        this.stack.enter(this.guest);
        this.stack.note(BLOCK, 10, this.guest);
        assertThat(this.stack.notedSize(BLOCK, this.guest)).isEqualTo(10);
        this.stack.leave();
        assertThat(this.stack.notedSize(BLOCK, this.guest)).isEqualTo(UNKNOWN);
        this.stack.leave();
    }

    @Test
    void blockOfAnEarlierCallIsBorrowed() {
        this.stack.enter(this.guest);
        this.stack.note(BLOCK, 10, this.guest);
        this.stack.leave();
        this.stack.enter(this.guest);
        assertThat(this.stack.notedSize(BLOCK, this.guest)).isEqualTo(UNKNOWN);
        this.stack.leave();
    }

    @Test
    void blockThatWasFreedIsForgottenWhereverItIsFreed() {
        this.stack.enter(this.guest);
        this.stack.note(BLOCK, 10, this.guest);
        this.stack.enter(this.other);
        this.stack.forget(BLOCK);
        this.stack.leave();
        assertThat(this.stack.notedSize(BLOCK, this.guest)).isEqualTo(UNKNOWN);
        this.stack.note(BLOCK, 20, this.guest);
        assertThat(this.stack.notedSize(BLOCK, this.guest)).as("the address is in use again").isEqualTo(20);
        this.stack.leave();
    }

    @Test
    @DisplayName("of more than a thousand blocks the oldest count as borrowed; the bounds of outer calls stay right")
    void oldestOfManyBlocksAreForgotten() {
        this.stack.enter(this.guest);
        for (int i = 0; i < 600; i++) {
            this.stack.note(BLOCK + i, 1, this.guest);
        }
        this.stack.enter(this.guest);
        for (int i = 600; i < 1500; i++) {
            this.stack.note(BLOCK + i, 1, this.guest);
        }
        assertThat(this.stack.notedSize(BLOCK + 1499, this.guest)).isEqualTo(1);
        assertThat(this.stack.notedSize(BLOCK + 599, this.guest)).as("of the outer call").isEqualTo(UNKNOWN);
        this.stack.leave();
        assertThat(this.stack.notedSize(BLOCK + 1499, this.guest)).isEqualTo(UNKNOWN);
        assertThat(this.stack.notedSize(BLOCK + 599, this.guest)).isEqualTo(1);
        assertThat(this.stack.notedSize(BLOCK, this.guest)).as("forgotten").isEqualTo(UNKNOWN);
        this.stack.leave();
        assertThat(this.stack.isOutside()).isTrue();
    }

    @Test
    void threadIsPinnedInsideCallsAndGuards() {
        assertThat(this.stack.isPinned()).isFalse();
        this.stack.enter(this.guest);
        assertThat(this.stack.isPinned()).isTrue();
        this.stack.countGuard(1);
        this.stack.leave();
        assertThat(this.stack.isPinned()).isTrue();
        this.stack.countGuard(-1);
        assertThat(this.stack.isPinned()).isFalse();
    }

}
