package io.polyplug.epoch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.Crew;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pins: where they stand, what they hold, and that no two share a place.
 */
@Timeout(300)
class PinsTests {

    private static final int MEMORY = 40;

    private static final int HOMES = 4;

    private final Epoch epoch = new Epoch();

    private final Pins<ByteBuffer> pins = new Pins<>(this.epoch, new HomeSlots.Plan(HOMES, null), MEMORY,
            (memory) -> memory);

    private final Reader reader = this.pins.reader("reader");

    @Test
    void pinHoldsTheEpochInWhichItWasTakenAndLaterOnes() {
        this.epoch.advanceVolatile();
        PinSlot<ByteBuffer> pin = this.pins.pin(this.reader);
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
        PinSlot<ByteBuffer> pin = this.pins.pin(this.reader);
        assertThat(this.pins.isHeld(this.reader::equals, stamp)).isFalse();
        pin.unpinRelease();
    }

    @Test
    void nestedPinsTakeSlotsOfTheirOwnAndEndInAnyOrder() {
        PinSlot<ByteBuffer> outer = this.pins.pin(this.reader);
        PinSlot<ByteBuffer> inner = this.pins.pin(this.reader);
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
        PinSlot<ByteBuffer> outer = this.pins.pin(this.reader);
        long stamp = this.epoch.advanceVolatile();
        PinSlot<ByteBuffer> inner = this.pins.pin(this.reader);
        inner.unpinRelease();
        assertThat(this.pins.isHeld(this.reader::equals, stamp)).isTrue();
        outer.unpinRelease();
        assertThat(this.pins.isHeld(this.reader::equals, stamp)).isFalse();
    }

    @Test
    @DisplayName("a ninth pin makes the block grow; the first eight stay where they are, and all are seen by a scan")
    void blockGrowsPastEightPinsAndKeepsThem() {
        List<PinSlot<ByteBuffer>> pins = new ArrayList<>();
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
        pins.subList(0, 8).forEach(PinSlot::unpinRelease);
        assertThat(this.pins.isHeld(this.reader::equals, stampOfTheFirstEight)).isFalse();
        assertThat(this.pins.pinned()).isEqualTo(32);
        pins.subList(8, 40).forEach(PinSlot::unpinRelease);
        assertThat(this.pins.pinned()).isZero();
    }

    @Test
    void memoryBehindEachPinIsItsOwn() {
        List<PinSlot<ByteBuffer>> pins = new ArrayList<>();
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
            assertThat(pins.get(i).wordVolatile()).as("the word before it").isEqualTo(PinSlot.word(1, this.reader));
        }
        pins.forEach(PinSlot::unpinRelease);
    }

    @Test
    void slotsAreTakenAgainInsteadOfGrowing() {
        Set<PinSlot<ByteBuffer>> used = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            PinSlot<ByteBuffer> pin = this.pins.pin(this.reader);
            used.add(pin);
            pin.unpinRelease();
        }
        assertThat(used).as("one thread, one pin at a time").hasSize(1);
    }

    @Test
    void noTwoThreadsEverHoldOneSlot() {
        Set<PinSlot<ByteBuffer>> held = ConcurrentHashMap.newKeySet();
        Crew.run(12, (thread) -> {
            for (int i = 0; i < 5000; i++) {
                PinSlot<ByteBuffer> outer = this.pins.pin(this.reader);
                PinSlot<ByteBuffer> inner = this.pins.pin(this.reader);
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
        List<PinSlot<ByteBuffer>> left = new ArrayList<>();
        Crew.startOne(() -> left.add(this.pins.pin(this.reader))).join();
        assertThat(this.pins.pinned()).isEqualTo(1);
        left.get(0).unpinRelease();
        assertThat(this.pins.pinned()).isZero();
    }

    private List<PinSlot<?>> slotsHeldAt(long stamp) {
        return this.pins.standing(this.reader::equals, stamp).stream().<PinSlot<?>>map(Pins.Standing::slot).toList();
    }

    @Test
    void standingPinTellsItsThreadAndItsReader() {
        Reader other = this.pins.reader("other");
        PinSlot<ByteBuffer> pin = this.pins.pin(other);
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
        PinSlot<ByteBuffer> first = this.pins.pin(this.reader);
        long stamp = this.epoch.advanceVolatile();
        Pins.Standing seen = this.pins.standing(this.reader::equals, stamp).get(0);
        assertThat(this.pins.standing(this.reader::equals, stamp)).containsExactly(seen);
        first.unpinRelease();
        PinSlot<ByteBuffer> second = this.pins.pin(this.reader);
        assertThat(second).isSameAs(first);
        long later = this.epoch.advanceVolatile();
        assertThat(this.pins.standing(this.reader::equals, later)).hasSize(1).doesNotContain(seen);
        second.unpinRelease();
    }

    @Test
    @DisplayName("a home slot is where arithmetic says, belongs to its thread, and counts like any other")
    void homeSlot() {
        long thread = Thread.currentThread().getId();
        int at = ((int) thread & (HOMES - 1)) * this.pins.homes().slotSize();
        ByteBuffer memory = this.pins.homes().memory();
        assertThat(this.pins.homes().of(thread)).isNull();
        assertThat(this.pins.homes().adopt()).isTrue();
        PinSlot<ByteBuffer> home = this.pins.homes().of(thread);
        assertThat(memory.getLong(at)).as("free, and whose it is").isEqualTo(-thread);
        assertThat(this.pins.pinned()).isZero();
        assertThat(home.isUnmarkedPin()).isFalse();

        memory.putLong(at, PinSlot.word(this.epoch.currentVolatile(), this.reader));
        memory.putLong(at + PinSlot.NOTE, 77);
        assertThat(home.isUnmarkedPin()).isTrue();
        assertThat(home.isOf(thread)).isTrue();
        assertThat(home.isOf(thread + 1)).isFalse();
        assertThat(home.note()).isEqualTo(77);
        home.mark();
        assertThat(memory.getLong(at + PinSlot.MARK)).isNotZero();
        assertThat(home.isUnmarkedPin()).isFalse();
        home.attachment().put(0, (byte) 5);
        assertThat(memory.get(at + PinSlot.MEMORY)).isEqualTo((byte) 5);
        assertThat(this.pins.pinned()).isEqualTo(1);
        assertThat(slotsHeldAt(1)).containsExactly(home);
        for (int i = 0; i < 40; i++) {
            assertThat(this.pins.pin(this.reader)).isNotSameAs(home);
        }
    }

    @Test
    @DisplayName("a home slot changes hands when its thread has ended, and not before")
    void homeSlotOfAThreadThatEndedIsAdopted() {
        Pins<ByteBuffer> one = new Pins<>(this.epoch, new HomeSlots.Plan(1, null), MEMORY, (memory) -> memory);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch adopted = new CountDownLatch(1);
        Thread first = new Thread(() -> {
            one.homes().adopt();
            adopted.countDown();
            await(end);
        });
        first.start();
        await(adopted);
        assertThat(one.homes().adopt()).isFalse();
        assertThat(one.homes().memory().getLong(0)).isEqualTo(-first.getId());
        end.countDown();
        join(first);
        one.homes().memory().putLong(PinSlot.MARK, 1);
        assertThat(one.homes().adopt()).isTrue();
        assertThat(one.homes().memory().getLong(PinSlot.MARK)).as("left by the call of another thread").isZero();
        assertThat(one.homes().memory().getLong(0)).isEqualTo(-Thread.currentThread().getId());
        assertThat(one.homes().memory().getLong(PinSlot.THREAD)).isEqualTo(Thread.currentThread().getId());
    }

    @Test
    @DisplayName("whether a pin at home needs a fence follows from whether scans have all threads pass a barrier")
    void barrierInsteadOfFences() {
        AtomicInteger passed = new AtomicInteger();
        Pins<ByteBuffer> without = new Pins<>(this.epoch, new HomeSlots.Plan(1, null), MEMORY, (memory) -> memory);
        Pins<ByteBuffer> with = new Pins<>(this.epoch, new HomeSlots.Plan(1, passed::incrementAndGet), MEMORY,
                (memory) -> memory);
        assertThat(without.homes().isFenceNeeded()).isTrue();
        assertThat(with.homes().isFenceNeeded()).isFalse();
        without.homes().passBarrier();
        with.homes().passBarrier();
        assertThat(passed).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(60_000);
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    @Test
    void whatHoldersCountIsTheSumOverAllSlots() {
        Counter first = this.pins.counter();
        Counter second = this.pins.counter();
        List<PinSlot<ByteBuffer>> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            PinSlot<ByteBuffer> pin = this.pins.pin(this.reader);
            held.add(pin);
            pin.count(second.index());
        }
        held.forEach((pin) -> pin.count(first.index()));
        held.forEach(PinSlot::unpinRelease);
        PinSlot<ByteBuffer> again = this.pins.pin(this.reader);
        again.count(first.index());
        again.unpinRelease();
        assertThat(first.sum()).isEqualTo(21);
        assertThat(second.sum()).isEqualTo(20);
    }

    @Test
    void wordsOfHomeSlotsOverlapNeitherWithEachOtherNorBetweenCounters() {
        List<Counter> counters = new ArrayList<>();
        for (int i = 0; i < 3 * this.pins.homes().slotSize() / Long.BYTES; i++) {
            counters.add(this.pins.counter());
        }
        long value = 1;
        for (Counter counter : counters) {
            for (int home = 0; home < HOMES; home++) {
                ByteBuffer words = counter.homeMemory().order(ByteOrder.nativeOrder());
                int at = counter.homeAt() + home * this.pins.homes().slotSize();
                assertThat(words.getLong(at)).as("nobody else has written here").isZero();
                words.putLong(at, value++);
            }
        }
        value = 1;
        for (Counter counter : counters) {
            assertThat(counter.sum()).isEqualTo(4 * value + 6);
            value += HOMES;
        }
    }

}
