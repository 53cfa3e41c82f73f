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

    private final Latencies latencies = new Latencies();

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

    long timed() {
        return this.latencies.count();
    }

    /** Returns all figures, with calls that others have counted. */
    RolloutFigures with(long counted) {
        long failed = this.errors.sum();
        return new RolloutFigures(Math.max(failed, counted + this.uncounted.sum()), failed, this.answeredByOther.sum(),
                this.latencies.count(), this.latencies.percentile(MEDIAN), this.latencies.percentile(NEARLY_ALL));
    }

}
