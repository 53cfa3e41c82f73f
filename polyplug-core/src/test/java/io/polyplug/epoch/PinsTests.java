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
class PinsTests {

    private static final int MEMORY = 40;

    private static final int HOMES = 4;

    private final Epoch epoch = new Epoch();

    private final Pins<ByteBuffer> pins = new Pins<>(this.epoch, new Pins.Homes(HOMES, null), MEMORY,
            (memory) -> memory);

    private final Reader reader = this.pins.reader("reader");

    @Test
    void pinHoldsTheEpochInWhichItWasTakenAndLaterOnes() {
        this.epoch.advanceVolatile();
        Slot<ByteBuffer> pin = this.pins.pin(this.reader);
        long taken = this.epoch.currentVolatile();
        assertThat(this.pins.isHeld(this.reader::equals, taken)).isTrue();
        assertThat(this.pins.isHeld(this.reader::equals, taken + 1)).isTrue();
        assertThat(this.pins.isHeld(this.reader::equals, taken - 1)).isFalse();
        pin.unpinRelease();
        assertThat(this.pins.isHeld(this.reader::equals, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void pinTakenAfterAnAdvanceDoesNotHoldWhatWasRetiredBefore() {
        long stamp = this.epoch.advanceVolatile();
        Slot<ByteBuffer> pin = this.pins.pin(this.reader);
        assertThat(this.pins.isHeld(this.reader::equals, stamp)).isFalse();
        pin.unpinRelease();
    }

    @Test
    void nestedPinsTakeSlotsOfTheirOwnAndEndInAnyOrder() {
        Slot<ByteBuffer> outer = this.pins.pin(this.reader);
        Slot<ByteBuffer> inner = this.pins.pin(this.reader);
        assertThat(inner).isNotSameAs(outer);
        assertThat(this.pins.pinned()).isEqualTo(2);
        outer.unpinRelease();
        assertThat(this.pins.pinned()).isEqualTo(1);
        assertThat(this.pins.isHeld(this.reader::equals, this.epoch.currentVolatile())).isTrue();
        inner.unpinRelease();
        assertThat(this.pins.pinned()).isZero();
    }

    @Test
    void innerPinThatEndsFirstLeavesTheOuterOneItsOlderEpoch() {
        Slot<ByteBuffer> outer = this.pins.pin(this.reader);
        long stamp = this.epoch.advanceVolatile();
        Slot<ByteBuffer> inner = this.pins.pin(this.reader);
        inner.unpinRelease();
        assertThat(this.pins.isHeld(this.reader::equals, stamp)).isTrue();
        outer.unpinRelease();
        assertThat(this.pins.isHeld(this.reader::equals, stamp)).isFalse();
    }

    @Test
    @DisplayName("a ninth pin makes the block grow; the first eight stay where they are, and all are seen by a scan")
    void blockGrowsPastEightPinsAndKeepsThem() {
        List<Slot<ByteBuffer>> pins = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pins.add(this.pins.pin(this.reader));
        }
        long stampOfTheFirstEight = this.epoch.advanceVolatile();
        for (int i = 8; i < 40; i++) {
            pins.add(this.pins.pin(this.reader));
        }
        assertThat(new HashSet<>(pins)).hasSize(40);
        assertThat(this.pins.pinned()).isEqualTo(40);
        assertThat(slotsHeldAt(stampOfTheFirstEight)).containsExactlyInAnyOrderElementsOf(pins.subList(0, 8));
        pins.subList(0, 8).forEach(Slot::unpinRelease);
        assertThat(this.pins.isHeld(this.reader::equals, stampOfTheFirstEight)).isFalse();
        assertThat(this.pins.pinned()).isEqualTo(32);
        pins.subList(8, 40).forEach(Slot::unpinRelease);
        assertThat(this.pins.pinned()).isZero();
    }

    @Test
    void memoryBehindEachPinIsItsOwn() {
        List<Slot<ByteBuffer>> pins = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pins.add(this.pins.pin(this.reader));
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
            assertThat(pins.get(i).wordVolatile()).as("the word before it").isEqualTo(Slot.word(1, this.reader));
        }
        pins.forEach(Slot::unpinRelease);
    }

    @Test
    void slotsAreTakenAgainInsteadOfGrowing() {
        Set<Slot<ByteBuffer>> used = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Slot<ByteBuffer> pin = this.pins.pin(this.reader);
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
                Slot<ByteBuffer> outer = this.pins.pin(this.reader);
                Slot<ByteBuffer> inner = this.pins.pin(this.reader);
                assertThat(held.add(outer)).isTrue();
                assertThat(held.add(inner)).isTrue();
                held.remove(inner);
                held.remove(outer);
                inner.unpinRelease();
                outer.unpinRelease();
            }
        });
        assertThat(this.pins.pinned()).isZero();
    }

    @Test
    void pinOfADeadThreadEndsByAnotherThread() {
        List<Slot<ByteBuffer>> left = new ArrayList<>();
        Crew.startOne(() -> left.add(this.pins.pin(this.reader))).join();
        assertThat(this.pins.pinned()).isEqualTo(1);
        left.get(0).unpinRelease();
        assertThat(this.pins.pinned()).isZero();
    }

    private List<Slot<?>> slotsHeldAt(long stamp) {
        return this.pins.standing(this.reader::equals, stamp).stream().<Slot<?>>map(Pins.Standing::slot).toList();
    }

    @Test
    void standingPinTellsItsThreadAndItsReader() {
        Reader other = this.pins.reader("other");
        Slot<ByteBuffer> pin = this.pins.pin(other);
        assertThat(this.pins.standing(this.reader::equals, Long.MAX_VALUE)).isEmpty();
        assertThat(this.pins.isHeld(this.reader::equals, Long.MAX_VALUE)).isFalse();
        assertThat(this.pins.standing(other::equals, Long.MAX_VALUE)).singleElement().satisfies((standing) -> {
            assertThat(standing.threadId()).isEqualTo(Thread.currentThread().getId());
            assertThat(standing.label()).isEqualTo("other");
            assertThat(standing.slot()).isSameAs(pin);
        });
        pin.unpinRelease();
    }

    @Test
    @DisplayName("one pin of an epoch that is over equals itself in each scan, and no later one in its slot")
    void onePinIsToldFromTheNextInTheSameSlot() {
        Slot<ByteBuffer> first = this.pins.pin(this.reader);
        long stamp = this.epoch.advanceVolatile();
        Pins.Standing seen = this.pins.standing(this.reader::equals, stamp).get(0);
        assertThat(this.pins.standing(this.reader::equals, stamp)).containsExactly(seen);
        first.unpinRelease();
        Slot<ByteBuffer> second = this.pins.pin(this.reader);
        assertThat(second).isSameAs(first);
        long later = this.epoch.advanceVolatile();
        assertThat(this.pins.standing(this.reader::equals, later)).hasSize(1).doesNotContain(seen);
        second.unpinRelease();
    }

    @Test
    @DisplayName("home slots are where arithmetic says, are left to those who go there, and count like any other")
    void homeSlots() {
        ByteBuffer homes = this.pins.homeMemory();
        int third = 2 * this.pins.slotSize();
        homes.putLong(third, Slot.word(this.epoch.currentVolatile(), this.reader));
        homes.putLong(third + Slot.THREAD, 6);
        homes.putLong(third + Slot.CALLEE, 77);
        Slot<ByteBuffer> home = this.pins.home(6);
        assertThat(home.isUnknownCallOf(6)).isTrue();
        assertThat(home.isUnknownCallOf(2)).isFalse();
        assertThat(home.callee()).isEqualTo(77);
        home.markEntered();
        assertThat(homes.getLong(third + Slot.ENTERED)).isNotZero();
        assertThat(home.isUnknownCallOf(6)).isFalse();
        home.attachment().put(0, (byte) 5);
        assertThat(homes.get(third + Slot.MEMORY)).isEqualTo((byte) 5);
        assertThat(this.pins.pinned()).isEqualTo(1);
        assertThat(slotsHeldAt(1)).containsExactly(home);
        for (int i = 0; i < 40; i++) {
            assertThat(this.pins.pin(this.reader)).isNotIn(homeSlots(this.pins));
        }
        home.unpinRelease();
        assertThat(homes.getLong(third)).isZero();
    }

    private static List<Slot<ByteBuffer>> homeSlots(Pins<ByteBuffer> pins) {
        return List.of(pins.home(0), pins.home(1), pins.home(2), pins.home(3));
    }

}
