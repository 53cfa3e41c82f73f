package io.polyplug.trial;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.polyplug.rollout.RolloutComparisons;

/**
 * How the results of two versions compared. Thread-safe.
 */
public final class Comparisons {

    private final LongAdder equal = new LongAdder();

    private final LongAdder different = new LongAdder();

    private volatile @Nullable String lastDifference;

    Comparisons() {
    }

    /** Counts two results that are equal. */
    public void countEqual() {
        this.equal.increment();
    }

    /**
     * Counts two results that are not.
     * @param difference how they differ, in words
     */
    public void countDifferent(String difference) {
        this.lastDifference = difference;
        this.different.increment();
    }

    RolloutComparisons now() {
        return new RolloutComparisons(this.equal.sum(), this.different.sum(), Optional.ofNullable(this.lastDifference));
    }

}
