package io.polyplug.memory;

import java.util.Set;

import io.polyplug.contract.Version;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.store.CallRules;
import io.polyplug.store.Generation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose call a block belongs to, where guest, host and guest call each other.
 */
class CallBlocksTests {

    private static final long BLOCK = 0x1000;

    private static final int UNKNOWN = -1;

    private final Generation guest = generation("guest");

    private final Generation other = generation("other");

    private final CallBlocks blocks = new CallBlocks(Runnable::run);

    private static Generation generation(String bundle) {
        return new Generation(new BundleLedger(bundle), new Version(1, 0, 0), 1, 0, Set.of(), CallRules.USUAL);
    }

    @Test
    void blockOfThisVeryCallIsKnown() {
        this.blocks.enter();
        this.blocks.note(BLOCK, 10, this.guest);
        assertThat(this.blocks.notedSize(BLOCK, this.guest)).isEqualTo(10);
        assertThat(this.blocks.notedSize(BLOCK, this.other)).isEqualTo(UNKNOWN);
        assertThat(this.blocks.notedSize(BLOCK + 1, this.guest)).isEqualTo(UNKNOWN);
        this.blocks.leave(this.guest);
    }

    @Test
    @DisplayName("a block of a suspended outer call is borrowed in an inner one of the same guest, and the outer call's"
            + " own again after it")
    void blockOfASuspendedCallIsBorrowedInANestedOne() {
        this.blocks.enter();
        this.blocks.note(BLOCK, 10, this.guest);
        this.blocks.enter();
        assertThat(this.blocks.notedSize(BLOCK, this.guest)).isEqualTo(UNKNOWN);
        this.blocks.leave(this.guest);
        assertThat(this.blocks.notedSize(BLOCK, this.guest)).isEqualTo(10);
        this.blocks.leave(this.guest);
    }

    @Test
    void blockOfANestedCallIsBorrowedAfterIt() {
        this.blocks.enter();
        this.blocks.enter();
        this.blocks.note(BLOCK, 10, this.guest);
        assertThat(this.blocks.notedSize(BLOCK, this.guest)).isEqualTo(10);
        this.blocks.leave(this.guest);
        assertThat(this.blocks.notedSize(BLOCK, this.guest)).isEqualTo(UNKNOWN);
        this.blocks.leave(this.guest);
    }

    @Test
    void blockOfAnEarlierCallIsBorrowed() {
        this.blocks.enter();
        this.blocks.note(BLOCK, 10, this.guest);
        this.blocks.leave(this.guest);
        this.blocks.enter();
        assertThat(this.blocks.notedSize(BLOCK, this.guest)).isEqualTo(UNKNOWN);
        this.blocks.leave(this.guest);
    }

    @Test
    void blockThatWasFreedIsForgottenWhereverItIsFreed() {
        this.blocks.enter();
        this.blocks.note(BLOCK, 10, this.guest);
        this.blocks.enter();
        this.blocks.forget(BLOCK);
        this.blocks.leave(this.other);
        assertThat(this.blocks.notedSize(BLOCK, this.guest)).isEqualTo(UNKNOWN);
        this.blocks.note(BLOCK, 20, this.guest);
        assertThat(this.blocks.notedSize(BLOCK, this.guest)).as("the address is in use again").isEqualTo(20);
        this.blocks.leave(this.guest);
    }

    @Test
    @DisplayName("of more than a thousand blocks the oldest count as borrowed; the bounds of outer calls stay right")
    void oldestOfManyBlocksAreForgotten() {
        this.blocks.enter();
        for (int i = 0; i < 600; i++) {
            this.blocks.note(BLOCK + i, 1, this.guest);
        }
        this.blocks.enter();
        for (int i = 600; i < 1500; i++) {
            this.blocks.note(BLOCK + i, 1, this.guest);
        }
        assertThat(this.blocks.notedSize(BLOCK + 1499, this.guest)).isEqualTo(1);
        assertThat(this.blocks.notedSize(BLOCK + 599, this.guest)).as("of the outer call").isEqualTo(UNKNOWN);
        this.blocks.leave(this.guest);
        assertThat(this.blocks.notedSize(BLOCK + 1499, this.guest)).isEqualTo(UNKNOWN);
        assertThat(this.blocks.notedSize(BLOCK + 599, this.guest)).isEqualTo(1);
        assertThat(this.blocks.notedSize(BLOCK, this.guest)).as("forgotten").isEqualTo(UNKNOWN);
        this.blocks.leave(this.guest);
        assertThat(this.blocks.depth()).isZero();
    }

}
