package io.polyplug;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Virtual threads that never give their carriers back: whoever is unmounted while they
 * run does not come back, so nobody may be unmounted with a pin.
 */
@Timeout(180)
class BusyVirtualThreadTests {

    private static final int PLATFORM = 4;

    /** More than there are carriers, so that some are left without one. */
    private static final int VIRTUAL = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final HeldFactory factory = new HeldFactory();

    @RegisterExtension
    final Stage stage = new Stage(
            (builder) -> builder.hostContract(Acting.Greeter.class, this.factory).reloadWait(LONGEST));

    private final LongAdder calls = new LongAdder();

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private final List<Thread> callers = new ArrayList<>();

    private volatile boolean dismissed;

    @AfterEach
    void dismiss() {
        this.dismissed = true;
        this.factory.release();
        this.callers.forEach(BusyVirtualThreadTests::join);
    }

    @Test
    @DisplayName("a virtual thread that waits for the first instance holds no pin")
    void waitingHoldsNoPin() {
        Acting.Actor actor = this.factory.load(this.stage.runtime(), this.stage);
        holdTheFirstCall(actor);
        startWaiting(Thread.ofVirtual(), actor, VIRTUAL);
        assertThat(this.stage.runtime().statistics().activePins()).as("only the maker's").isEqualTo(1);
        this.factory.release();
    }

    @Test
    @DisplayName("the promise: platform and virtual threads that never rest call from the first call on, and 100 reloads"
            + " come through: none is refused, no call fails, nothing retired stays")
    void reloadsComeThrough(TestReporter reporter) {
        reload(reporter, (reloads) -> reloads < 100);
    }

    @Test
    @Tag("soak")
    @DisplayName("the promise: the same for 30 seconds")
    void reloadsComeThroughForLong(TestReporter reporter) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        reload(reporter, (reloads) -> System.nanoTime() < end);
    }

    private void reload(TestReporter reporter, IntPredicate goesOn) {
        PolyplugRuntime runtime = this.stage.runtime();
        Acting.Actor actor = this.factory.load(runtime, this.stage);
        holdTheFirstCall(actor);
        startWaiting(Thread.ofPlatform().daemon(), actor, PLATFORM - 1);
        startWaiting(Thread.ofVirtual(), actor, VIRTUAL);
        this.factory.release();
        int reloads = 0;
        int most = 0;
        while (goesOn.test(reloads)) {
            assertThat(runtime.reloadBundle("acting").generation()).isEqualTo(reloads + 2L);
            most = Math.max(most, runtime.statistics().retiredGenerations());
            reloads++;
            assertThat(this.failures).isEmpty();
        }
        assertThat(runtime.awaitReclamation(LONGEST)).as("retired generations go while calls are made").isTrue();
        Figures.publish(reporter, "busy virtual threads", String.format(Locale.ROOT,
                "%d platform and %d virtual callers on %d processors, %d calls, %d reloads, 0 refused, 0 failed,"
                        + " at most %d retired at a time",
                PLATFORM, VIRTUAL, Runtime.getRuntime().availableProcessors(), this.calls.sum(), reloads, most));
        dismiss();
        assertThat(this.failures).isEmpty();
        assertThat(runtime.statistics().activePins()).isZero();
    }

    /** One thread makes the first call, and is in the factory then. */
    private void holdTheFirstCall(Acting.Actor actor) {
        this.callers.add(Thread.ofPlatform().daemon().start(() -> callAgainAndAgain(actor)));
        this.factory.awaitInside();
    }

    private void startWaiting(Thread.Builder threads, Acting.Actor actor, int count) {
        for (int i = 0; i < count; i++) {
            Thread caller = threads.start(() -> callAgainAndAgain(actor));
            this.callers.add(caller);
            HeldFactory.awaitWaiting(caller);
        }
    }

    private void callAgainAndAgain(Acting.Actor actor) {
        try {
            do {
                actor.act();
                this.calls.increment();
            }
            while (!this.dismissed);
        }
        catch (Throwable ex) {
            this.failures.add(ex);
        }
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(LONGEST)).as("%s", thread).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

}
