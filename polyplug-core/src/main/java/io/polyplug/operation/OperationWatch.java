package io.polyplug.operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.polyplug.RunningOperation;
import io.polyplug.epoch.Pins;
import io.polyplug.epoch.Reclaimer;

/**
 * Watches what is going on in a runtime: the operation that has the lock, what is being
 * reclaimed, and which of them take long. Thread-safe.
 */
public final class OperationWatch implements AutoCloseable {

    /** A release that takes longer holds up no other one. */
    private static final Duration LONGEST_RELEASE = Duration.ofMillis(20);

    private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

    private final Duration threshold;

    private final SlowOperations slowOperations = new SlowOperations(this::look);

    private final OperationTrace trace = new OperationTrace(this.slowOperations::begun);

    private final Reclamations reclamations = new Reclamations();

    private final Reclaimer reclaimer;

    /**
     * Creates it, with the reclaimer that it relieves.
     * @param pins what keeps something from being reclaimed
     * @param held how long something retired is held before a warning says so
     * @param threshold how long a step takes before a warning says so
     */
    public OperationWatch(Pins<?> pins, Duration held, Duration threshold) {
        this.threshold = threshold;
        this.reclaimer = new Reclaimer(pins, held, this.slowOperations::begun);
    }

    /**
     * First who hangs is relieved, which must not wait for a log.
     * @return after how many nanoseconds to look again, or 0 if nothing is running
     */
    private long look() {
        boolean releasing = this.reclaimer.relieve(LONGEST_RELEASE);
        boolean running = this.trace.tellIfSlow(this.threshold);
        running |= this.reclamations.tellIfSlow(this.threshold);
        if (releasing) {
            return LONGEST_RELEASE.toNanos() / 2;
        }
        return running ? Math.max(LONGEST_RELEASE.toNanos(),
                Math.min(LONGEST_LOOK.toNanos(), TimeUnit.NANOSECONDS.convert(this.threshold) / 4)) : 0;
    }

    /**
     * {@return what tells the steps of the operation that has the lock}
     */
    public OperationTrace trace() {
        return this.trace;
    }

    /**
     * {@return what tells the steps of reclaiming}
     */
    public Reclamations reclamations() {
        return this.reclamations;
    }

    /**
     * {@return what reclaims}
     */
    public Reclaimer reclaimer() {
        return this.reclaimer;
    }

    /**
     * {@return the operation that has the lock, innermost where they nest, and behind it
     * what is being reclaimed}
     */
    public List<RunningOperation> running() {
        List<RunningOperation> running = new ArrayList<>();
        this.trace.running().ifPresent(running::add);
        running.addAll(this.reclamations.running());
        return List.copyOf(running);
    }

    /**
     * {@return what is being reclaimed, the oldest step first}
     */
    public List<RunningOperation> reclaiming() {
        return this.reclamations.running();
    }

    /** Ends the thread that looks. The reclaimer is closed on its own. */
    @Override
    public void close() {
        this.slowOperations.close();
    }

}
