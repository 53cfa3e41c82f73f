package io.polyplug.epoch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.polyplug.Crew;
import io.polyplug.Figures;
import io.polyplug.testing.LogAppender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When what was retired is released: after the last pin that may protect it, soon, and
 * once.
 */
@Timeout(300)
class ReclaimerTests {

    /**
     * A round that was under way when a pin ended looks once more at what it found held;
     * the next one releases it.
     */
    private static final int MOST_LOOKS = 2;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int PAUSES = 40;

    private final Pins<Boolean> pins = new Pins<>(new Epoch(), HomeSlots.Plan.NONE, 0, (memory) -> true);

    private final Reader calls = this.pins.reader("calls");

    private final Reader otherCalls = this.pins.reader("other calls");

    private final Reclaimer reclaimer = new Reclaimer(this.pins, Duration.ofMinutes(1), () -> {
    });

    @AfterEach
    void close() {
        this.reclaimer.close();
    }

    @Test
    @DisplayName("R-50: not while a pin from before stands, in the first round after its end, exactly once")
    void releasesSoonAfterTheLastPinAndNotBefore(TestReporter reporter) {
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            PinSlot<Boolean> first = this.pins.pin(this.calls);
            PinSlot<Boolean> second = this.pins.pin(this.calls);
            Watched retired = new Watched(this.calls);
            this.reclaimer.retire(retired);
            retired.awaitScans(3);
            first.unpinRelease();
            retired.awaitScans(3);
            assertThat(retired.releases()).isZero();
            long end = System.nanoTime();
            second.unpinRelease();
            int looks = retired.scans();
            delays.add(retired.awaitRelease(end));
            assertThat(retired.scans() - looks).as("looks after the end of the last pin")
                .isLessThanOrEqualTo(MOST_LOOKS);
            assertThat(this.reclaimer.awaitEmpty(Duration.ofSeconds(60))).isTrue();
            assertThat(retired.releases()).isEqualTo(1);
        }
        Figures.publish(reporter, "release after the end of the last pin", delays.toString());
    }

    @Test
    @DisplayName("R-50 W-27: rounds do not become rarer however long something is held: one every 20 ms, as this machine"
            + " wakes threads")
    void roundsDoNotBecomeRarer() {
        PinSlot<Boolean> pin = this.pins.pin(this.calls);
        Watched retired = new Watched(this.calls);
        this.reclaimer.retire(retired);
        retired.awaitScans(16);
        int before = retired.scans();
        for (int i = 0; i < PAUSES; i++) {
            LockSupport.parkNanos(PAUSE);
        }
        // A round looks twice at what is held. This thread was held up as well; a pause
        // that doubles has not come to a quarter.
        assertThat(retired.scans() - before).as("looks").isGreaterThan(2 * PAUSES / 4);
        pin.unpinRelease();
        retired.awaitRelease(System.nanoTime());
    }

    @Test
    void releaseOfWhichNobodyCanTellThatItFailedHasEnded() {
        Watched next = new Watched(this.calls);
        try (LogAppender log = LogAppender.failing("polyplug.runtime", "Could not release")) {
            this.reclaimer.retire(new Failing());
            this.reclaimer.retire(next);
            assertThat(this.reclaimer.awaitEmpty(Duration.ofSeconds(60))).isTrue();
            assertThat(log.hasSeen("Could not release")).isTrue();
        }
        assertThat(next.releases()).isEqualTo(1);
    }

    @Test
    void pinTakenAfterTheRetirementDoesNotHoldItUp() {
        PinSlot<Boolean> before = this.pins.pin(this.calls);
        Watched retired = new Watched(this.calls);
        this.reclaimer.retire(retired);
        PinSlot<Boolean> after = this.pins.pin(this.calls);
        retired.awaitScans(3);
        before.unpinRelease();
        retired.awaitRelease(System.nanoTime());
        after.unpinRelease();
    }

    @Test
    @DisplayName("readers that are told to look again are waited for, once, if they began before that")
    void waitsForReadersThatBeganBeforeTheyWereTold() {
        PinSlot<Boolean> before = this.pins.pin(this.calls);
        AtomicReference<PinSlot<Boolean>> between = new AtomicReference<>();
        AtomicReference<PinSlot<Boolean>> after = new AtomicReference<>();
        Watched retired = new Watched(this.calls);
        retired.telling(() -> between.set(this.pins.pin(this.calls)));
        this.reclaimer.retire(retired);
        retired.awaitScans(3);
        assertThat(between.get()).as("told while the first reader is there").isNull();
        before.unpinRelease();
        retired.awaitTold();
        retired.awaitScans(3);
        after.set(this.pins.pin(this.calls));
        between.get().unpinRelease();
        retired.awaitRelease(System.nanoTime());
        assertThat(retired.told()).isEqualTo(1);
        after.get().unpinRelease();
    }

    @Test
    @DisplayName("R-50: who never ends holds up nothing that only others can have read")
    void stuckReaderHoldsUpOnlyWhatItMayHaveRead() {
        PinSlot<Boolean> stuck = this.pins.pin(this.calls);
        Watched held = new Watched(this.calls, this.otherCalls);
        Watched free = new Watched(this.otherCalls);
        this.reclaimer.retire(held);
        this.reclaimer.retire(free);
        free.awaitRelease(System.nanoTime());
        held.awaitScans(3);
        assertThat(this.reclaimer.pending()).containsExactly(held);
        stuck.unpinRelease();
        held.awaitRelease(System.nanoTime());
    }

    @Test
    @DisplayName("W-01: what is retired after a scan began is not freed by that scan")
    void whatIsRetiredAfterAScanBeganIsNotFreedByThatScan() {
        LateRetirement late = new LateRetirement(this.reclaimer::retire);
        this.reclaimer.retire(late.scanned);
        late.scanned.awaitRelease(System.nanoTime());

        late.replaced.awaitScans(3);
        assertThat(late.replaced.releases()).isZero();

        late.pin().unpinRelease();
        late.replaced.awaitRelease(System.nanoTime());
    }

    @Test
    @DisplayName("W-01, negative twin: a reclaimer that scans before it takes the list frees under the reader's pin")
    void reclaimerThatScansFirstFreesUnderAPin() {
        ScanFirstReclaimer broken = new ScanFirstReclaimer(this.pins);
        LateRetirement late = new LateRetirement(broken::retire);
        broken.retire(late.scanned);
        broken.round();

        assertThat(late.replaced.releases()).isEqualTo(1);
        assertThat(late.pin().wordVolatile()).as("the reader is still pinned").isNotZero();
    }

    /**
     * A reader that pins and reads, and a writer that replaces what it read and retires
     * it, both after the slots were scanned and before that round ends.
     */
    private final class LateRetirement {

        private final AtomicReference<PinSlot<Boolean>> reader = new AtomicReference<>();

        private final Watched replaced = new Watched(ReclaimerTests.this.calls);

        private final Watched scanned;

        LateRetirement(Consumer<Retired> retire) {
            this.scanned = new Watched(() -> {
                if (this.reader.get() == null) {
                    this.reader.set(ReclaimerTests.this.pins.pin(ReclaimerTests.this.calls));
                    retire.accept(this.replaced);
                }
            }, ReclaimerTests.this.calls);
        }

        PinSlot<Boolean> pin() {
            return this.reader.get();
        }

    }

    @Test
    void whatFailsToBeReleasedIsDoneWithAndDoesNotStopTheRest() {
        Retired broken = new Retired() {

            @Override
            public Predicate<Reader> readers() {
                return (reader) -> false;
            }

            @Override
            public void reclaim() {
                throw new IllegalStateException("on purpose");
            }

        };
        Watched next = new Watched();
        this.reclaimer.retire(broken);
        this.reclaimer.retire(next);
        next.awaitRelease(System.nanoTime());
        assertThat(this.reclaimer.awaitEmpty(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void releaseThatDoesNotComeBackHoldsUpOnlyWhatWaitsForIt() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Retired hanging = new Releasing(() -> {
            entered.countDown();
            awaitUninterrupted(leave);
        }, null);
        this.reclaimer.retire(hanging);
        awaitUninterrupted(entered);
        CountDownLatch waitingGone = new CountDownLatch(1);
        Retired waiting = new Releasing(waitingGone::countDown, hanging);
        this.reclaimer.retire(waiting);
        Watched free = new Watched(this.calls);
        this.reclaimer.retire(free);
        assertThat(this.reclaimer.relieve(Duration.ofHours(1))).as("it is not late yet").isTrue();
        assertThat(this.reclaimer.relieve(Duration.ZERO)).as("who goes on releases nothing").isFalse();
        free.awaitRelease(System.nanoTime());
        Watched later = new Watched(this.calls);
        this.reclaimer.retire(later);
        later.awaitRelease(System.nanoTime());
        assertThat(this.reclaimer.awaitAtMost((each) -> true, 2, Duration.ofSeconds(60))).isTrue();
        assertThat(waitingGone.getCount()).isOne();
        assertThat(this.reclaimer.pending()).containsExactly(hanging, waiting);
        assertThat(reclaimers()).hasSizeGreaterThanOrEqualTo(2);
        leave.countDown();
        awaitUninterrupted(waitingGone);
        assertThat(this.reclaimer.awaitEmpty(Duration.ofSeconds(60))).isTrue();
        this.reclaimer.close();
        for (Thread thread : reclaimers()) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static List<Thread> reclaimers() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().equals("polyplug-reclaimer"))
            .toList();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    /**
     * Does something when it is released, and waits for another release.
     */
    private record Releasing(Runnable release, @Nullable Retired other) implements Retired {

        @Override
        public Predicate<Reader> readers() {
            return (reader) -> false;
        }

        @Override
        public boolean waitsFor(Retired releasing) {
            return releasing == this.other;
        }

        @Override
        public void reclaim() {
            this.release.run();
        }

    }

    @Test
    void roundThatFailsIsTriedAgain() {
        AtomicReference<Error> failure = new AtomicReference<>(new StackOverflowError("on purpose"));
        Watched retired = new Watched(() -> {
            Error once = failure.getAndSet(null);
            if (once != null) {
                throw once;
            }
        }, this.calls);
        this.reclaimer.retire(retired);
        retired.awaitRelease(System.nanoTime());
        assertThat(failure.get()).isNull();
    }

    @Test
    void holdersTellBlockThreadAndTheAgeOfOnePin() {
        PinSlot<Boolean> pin = this.pins.pin(this.calls);
        Watched retired = new Watched(this.calls, this.otherCalls);
        this.reclaimer.retire(retired);
        retired.awaitScans(3);
        Held held = holder();
        assertThat(held.retired()).isSameAs(retired);
        assertThat(held.label()).isEqualTo("calls");
        assertThat(held.threadId()).isEqualTo(Thread.currentThread().getId());
        assertThat(held.age()).isPositive();
        retired.awaitScans(2);
        assertThat(holder().age()).isGreaterThan(held.age());
        pin.unpinRelease();
        retired.awaitRelease(System.nanoTime());
        this.reclaimer.awaitEmpty(Duration.ofSeconds(60));
        assertThat(this.reclaimer.holders()).isEmpty();
    }

    private Held holder() {
        List<Held> holders = this.reclaimer.holders();
        assertThat(holders).hasSize(1);
        return holders.get(0);
    }

    @Test
    void awaitingTellsWhetherEnoughIsGone() {
        assertThat(this.reclaimer.awaitEmpty(Duration.ZERO)).isTrue();
        PinSlot<Boolean> pin = this.pins.pin(this.calls);
        Watched retired = new Watched(this.calls);
        this.reclaimer.retire(retired);
        assertThat(this.reclaimer.awaitEmpty(Duration.ofMillis(1))).isFalse();
        assertThat(this.reclaimer.awaitAtMost((each) -> true, 1, Duration.ZERO)).isTrue();
        assertThat(this.reclaimer.awaitAtMost((each) -> true, 0, Duration.ZERO)).isFalse();
        assertThat(this.reclaimer.awaitAtMost((each) -> false, 0, Duration.ZERO)).isTrue();
        pin.unpinRelease();
        assertThat(this.reclaimer.awaitEmpty(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    }

    @Test
    void interruptedWaiterGivesUpAndStaysInterrupted() {
        PinSlot<Boolean> pin = this.pins.pin(this.calls);
        this.reclaimer.retire(new Watched(this.calls));
        Thread.currentThread().interrupt();
        assertThat(this.reclaimer.awaitEmpty(Duration.ofSeconds(60))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        pin.unpinRelease();
    }

    @Test
    void closingEndsTheThreadAndLeavesWhatIsHeldUnreleased() throws InterruptedException {
        PinSlot<Boolean> pin = this.pins.pin(this.calls);
        Watched retired = new Watched(this.calls);
        this.reclaimer.retire(retired);
        this.reclaimer.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("polyplug-reclaimer")) {
                thread.join(60_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
        pin.unpinRelease();
        assertThat(retired.releases()).isZero();
        assertThat(this.reclaimer.pending()).containsExactly(retired);
    }

    @Test
    @DisplayName("R-50: 8 readers never see what they pinned released, over 5 000 replacements")
    void readersNeverSeeWhatTheyPinnedReleased() {
        AtomicReference<Watched> current = new AtomicReference<>(new Watched(this.calls));
        List<Watched> all = new ArrayList<>(List.of(current.get()));
        try (Crew readers = Crew.repeating(8, (reader) -> {
            PinSlot<Boolean> pin = this.pins.pin(this.calls);
            try {
                Watched read = current.get();
                for (int i = 0; i < 20; i++) {
                    assertThat(read.releases()).isZero();
                    Thread.onSpinWait();
                }
            }
            finally {
                pin.unpinRelease();
            }
        })) {
            readers.awaitRounds(1);
            for (int i = 0; i < 5000; i++) {
                Watched next = new Watched(this.calls);
                all.add(next);
                this.reclaimer.retire(current.getAndSet(next));
            }
            readers.awaitRounds(1);
        }
        assertThat(this.reclaimer.awaitEmpty(Duration.ofSeconds(60))).isTrue();
        assertThat(all.subList(0, 5000)).allMatch((each) -> each.releases() == 1);
        assertThat(all.get(5000).releases()).isZero();
    }

    @Test
    void retirementByManyThreadsLosesNothing() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(8 * 500);
        Crew.run(8, (thread) -> {
            for (int i = 0; i < 500; i++) {
                this.reclaimer.retire(new Retired() {

                    @Override
                    public Predicate<Reader> readers() {
                        return ReclaimerTests.this.calls::equals;
                    }

                    @Override
                    public void reclaim() {
                        released.countDown();
                    }

                });
            }
        });
        assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(this.reclaimer.awaitEmpty(Duration.ofSeconds(60))).isTrue();
    }

    /** Cannot be released. */
    private static final class Failing implements Retired {

        @Override
        public Predicate<Reader> readers() {
            return (reader) -> false;
        }

        @Override
        public boolean tryClose() {
            return true;
        }

        @Override
        public void reclaim() {
            throw new IllegalStateException("a release that fails");
        }

    }

}
