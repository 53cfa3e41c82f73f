package io.polyplug.epoch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.polyplug.Crew;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pins: where they stand, what they hold, and that no two share a place.
 */
@Timeout(60)
class PinBlockTests {

    private static final int MEMORY = 40;

    private final Epoch epoch = new Epoch();

    private final PinBlock<ByteBuffer> block = new PinBlock<>(this.epoch, "block", MEMORY, (memory) -> memory);

    @Test
    void pinHoldsTheEpochInWhichItWasTakenAndLaterOnes() {
        this.epoch.advanceVolatile();
        Slot<ByteBuffer> pin = this.block.pin();
        long taken = this.epoch.currentVolatile();
        assertThat(this.block.isHeld(taken)).isTrue();
        assertThat(this.block.isHeld(taken + 1)).isTrue();
        assertThat(this.block.isHeld(taken - 1)).isFalse();
        pin.unpinRelease();
        assertThat(this.block.isHeld(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void pinTakenAfterAnAdvanceDoesNotHoldWhatWasRetiredBefore() {
        long stamp = this.epoch.advanceVolatile();
        Slot<ByteBuffer> pin = this.block.pin();
        assertThat(this.block.isHeld(stamp)).isFalse();
        pin.unpinRelease();
    }

    @Test
    void nestedPinsTakeSlotsOfTheirOwnAndEndInAnyOrder() {
        Slot<ByteBuffer> outer = this.block.pin();
        Slot<ByteBuffer> inner = this.block.pin();
        assertThat(inner).isNotSameAs(outer);
        assertThat(this.block.pinned()).isEqualTo(2);
        outer.unpinRelease();
        assertThat(this.block.pinned()).isEqualTo(1);
        assertThat(this.block.isHeld(this.epoch.currentVolatile())).isTrue();
        inner.unpinRelease();
        assertThat(this.block.pinned()).isZero();
    }

    @Test
    void innerPinThatEndsFirstLeavesTheOuterOneItsOlderEpoch() {
        Slot<ByteBuffer> outer = this.block.pin();
        long stamp = this.epoch.advanceVolatile();
        Slot<ByteBuffer> inner = this.block.pin();
        inner.unpinRelease();
        assertThat(this.block.isHeld(stamp)).isTrue();
        outer.unpinRelease();
        assertThat(this.block.isHeld(stamp)).isFalse();
    }

    @Test
    @DisplayName("a ninth pin makes the block grow; the first eight stay where they are, and all are seen by a scan")
    void blockGrowsPastEightPinsAndKeepsThem() {
        List<Slot<ByteBuffer>> pins = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pins.add(this.block.pin());
        }
        long stampOfTheFirstEight = this.epoch.advanceVolatile();
        for (int i = 8; i < 40; i++) {
            pins.add(this.block.pin());
        }
        assertThat(new HashSet<>(pins)).hasSize(40);
        assertThat(this.block.pinned()).isEqualTo(40);
        assertThat(this.block.holders(stampOfTheFirstEight)).containsExactlyInAnyOrderElementsOf(pins.subList(0, 8));
        pins.subList(0, 8).forEach(Slot::unpinRelease);
        assertThat(this.block.isHeld(stampOfTheFirstEight)).isFalse();
        assertThat(this.block.pinned()).isEqualTo(32);
        pins.subList(8, 40).forEach(Slot::unpinRelease);
        assertThat(this.block.pinned()).isZero();
    }

    @Test
    void memoryBehindEachPinIsItsOwn() {
        List<Slot<ByteBuffer>> pins = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pins.add(this.block.pin());
        }
        for (int i = 0; i < 20; i++) {
            for (int at = 0; at < MEMORY; at++) {
                pins.get(i).attachment().put(at, (byte) (i + 1));
            }
        }
        for (int i = 0; i < 20; i++) {
            byte[] content = new byte[MEMORY];
            pins.get(i).attachment().get(0, content);
            assertThat(content).containsOnly((byte) (i + 1));
            assertThat(pins.get(i).wordVolatile()).as("the word before it").isEqualTo(1);
        }
        pins.forEach(Slot::unpinRelease);
    }

    @Test
    void slotsAreTakenAgainInsteadOfGrowing() {
        Set<Slot<ByteBuffer>> used = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Slot<ByteBuffer> pin = this.block.pin();
            used.add(pin);
            pin.unpinRelease();
        }
        assertThat(used).as("one thread, one pin at a time").hasSize(1);
    }

    @Test
    void noTwoThreadsEverHoldOneSlot() {
        Set<Slot<ByteBuffer>> held = ConcurrentHashMap.newKeySet();
        Crew.run(12, (thread) -> {
            for (int i = 0; i < 5000; i++) {
                Slot<ByteBuffer> outer = this.block.pin();
                Slot<ByteBuffer> inner = this.block.pin();
                assertThat(held.add(outer)).isTrue();
                assertThat(held.add(inner)).isTrue();
                held.remove(inner);
                held.remove(outer);
                inner.unpinRelease();
                outer.unpinRelease();
            }
        });
        assertThat(this.block.pinned()).isZero();
    }

    @Test
    void pinOfADeadThreadEndsByAnotherThread() {
        List<Slot<ByteBuffer>> left = new ArrayList<>();
        Crew.startOne(() -> left.add(this.block.pin())).join();
        assertThat(this.block.pinned()).isEqualTo(1);
        left.get(0).unpinRelease();
        assertThat(this.block.pinned()).isZero();
    }

    @Test
    void sequenceTellsOnePinFromTheNextInTheSameSlot() {
        Slot<ByteBuffer> first = this.block.pin();
        long sequence = first.sequenceOpaque();
        first.unpinRelease();
        Slot<ByteBuffer> second = this.block.pin();
        assertThat(second).isSameAs(first);
        assertThat(second.sequenceOpaque()).isNotEqualTo(sequence);
        assertThat(second.threadIdOpaque()).isEqualTo(Thread.currentThread().getId());
        second.unpinRelease();
    }

}
