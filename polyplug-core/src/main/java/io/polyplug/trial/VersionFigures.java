package io.polyplug.trial;

import java.util.concurrent.atomic.LongAdder;

import io.polyplug.rollout.RolloutFigures;

/**
 * What one of two versions did. Thread-safe.
 */
public final class VersionFigures {

    private static final double MEDIAN = 0.5;

    private static final double NEARLY_ALL = 0.99;

    /** Failed calls that nobody else has counted. */
    private final LongAdder uncounted = new LongAdder();

    private final LongAdder errors = new LongAdder();

    private final LongAdder answeredByOther = new LongAdder();

    private volatile Latencies latencies = new Latencies();

    VersionFigures() {
    }

    /** Counts a call that nobody has counted, and that it ended with an error. */
    public void countFailed() {
        this.uncounted.increment();
        this.errors.increment();
    }

    /** Counts that a call ended with an error. */
    public void countError() {
        this.errors.increment();
    }

    /** Counts an error that no caller has seen, for the other version answered. */
    public void countAnsweredByOther() {
        this.answeredByOther.increment();
    }

    /**
     * Counts how long a call took.
     * @param nanos how long, in nanoseconds
     */
    public void time(long nanos) {
        this.latencies.record(nanos);
    }

    /** Forgets the times: those that come are told alone. */
    void renewTimes() {
        this.latencies = new Latencies();
    }

    /** Returns all figures, with calls that others have counted. */
    RolloutFigures with(long counted) {
        long failed = this.errors.sum();
        Latencies times = this.latencies;
        return new RolloutFigures(Math.max(failed, counted + this.uncounted.sum()), failed, this.answeredByOther.sum(),
                times.count(), times.percentile(MEDIAN), times.percentile(NEARLY_ALL));
    }

}
