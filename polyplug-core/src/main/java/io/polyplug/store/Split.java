package io.polyplug.store;

import org.jspecify.annotations.Nullable;

import io.polyplug.epoch.Counter;
import io.polyplug.trial.CallCounts;
import io.polyplug.trial.Trial;
import io.polyplug.trial.VersionFigures;

/**
 * Two implementations that share the calls of a cell, and for which of them a call is.
 * Thread-safe. What a call has chosen here it may use while its pin stands, if the cell
 * showed this same object after the pin was taken.
 */
public final class Split {

    private final Trial trial;

    private final Side serving;

    private final Side candidate;

    private final CellCounts counts;

    /** What compiled calls use; {@code null} while they cannot. */
    private volatile @Nullable Callees callees;

    Split(Trial trial, GuestInterface serving, GuestInterface candidate, CellCounts counts) {
        this.trial = trial;
        this.counts = counts;
        this.serving = new Side(this, serving, false);
        this.candidate = new Side(this, candidate, true);
        trial.count(counts);
    }

    /**
     * {@return what decides, and what counts}
     */
    public Trial trial() {
        return this.trial;
    }

    /**
     * {@return the implementation that served before, and goes on to}
     */
    public Side serving() {
        return this.serving;
    }

    /**
     * {@return the implementation that is tried}
     */
    public Side candidate() {
        return this.candidate;
    }

    /**
     * Chooses for a compiled call, one that is not timed. Whether there is a choice does
     * not depend on what it would be: otherwise the interpreter, which chooses anew,
     * would get more of the calls of one side than of the other.
     * @param number the number of the call in a row
     * @return whom to call, or {@code null} if the interpreter has to make the call
     */
    public @Nullable NativeCallee choose(long number) {
        Callees both = this.callees;
        if (both == null) {
            return null;
        }
        return this.trial.isCandidates(number) ? both.candidate : both.serving;
    }

    /**
     * Returns whether the interpreter has to make a compiled call, for it is to be timed.
     * @param number how many calls its thread has made
     * @return whether it does
     */
    public boolean isTimed(long number) {
        return this.trial.isTimed(number);
    }

    /**
     * Publishes the two to compiled calls, once the instances of both have been made and
     * if numbers alone decide. Without a lock: what is published here is right as long as
     * the cell shows this object.
     */
    void publishCallees() {
        if (this.callees == null && this.trial.isByNumber()) {
            NativeCallee one = this.serving.provider.nativeCallee(this.serving);
            NativeCallee other = this.candidate.provider.nativeCallee(this.candidate);
            if (one != null && other != null) {
                this.callees = new Callees(one, other);
            }
        }
    }

    /** Counts no further calls. Under the lock of the cell's publication. */
    void end() {
        this.counts.end();
    }

    /**
     * One of the two implementations.
     */
    public static final class Side {

        private final Split split;

        private final GuestInterface provider;

        private final boolean candidate;

        private final Counter counter;

        Side(Split split, GuestInterface provider, boolean candidate) {
            this.split = split;
            this.provider = provider;
            this.candidate = candidate;
            this.counter = split.counts.candidate;
        }

        /**
         * {@return whose side it is}
         */
        public Split split() {
            return this.split;
        }

        /**
         * {@return the implementation}
         */
        public GuestInterface provider() {
            return this.provider;
        }

        /**
         * {@return whether it is the one that is tried}
         */
        public boolean isCandidate() {
            return this.candidate;
        }

        /**
         * {@return what counts the calls of this cell that the candidate gets, which the
         * counter of the cell counts as well}
         */
        public Counter counter() {
            return this.counter;
        }

        /**
         * {@return what this side does}
         */
        public VersionFigures figures() {
            return this.candidate ? this.split.trial.candidate() : this.split.trial.serving();
        }

    }

    /** The two as compiled calls take them. */
    private record Callees(NativeCallee serving, NativeCallee candidate) {
    }

    /**
     * The calls of one cell since the split began. Thread-safe.
     */
    static final class CellCounts implements CallCounts {

        private final Counter all;

        private final Counter candidate;

        private final long allBefore;

        private final long candidateBefore;

        private volatile @Nullable Sums ended;

        /**
         * Begins to count.
         * @param all the calls of the cell
         * @param candidate those of them that a candidate got
         */
        CellCounts(Counter all, Counter candidate) {
            this.all = all;
            this.candidate = candidate;
            this.candidateBefore = candidate.sum();
            this.allBefore = all.sum();
        }

        @Override
        public long all() {
            Sums last = this.ended;
            return ((last != null) ? last.all() : this.all.sum()) - this.allBefore;
        }

        @Override
        public long candidate() {
            Sums last = this.ended;
            return ((last != null) ? last.candidate() : this.candidate.sum()) - this.candidateBefore;
        }

        void end() {
            long candidates = this.candidate.sum();
            this.ended = new Sums(this.all.sum(), candidates);
        }

        private record Sums(long all, long candidate) {
        }

    }

    /**
     * Two generations of a bundle that share calls.
     *
     * @param serving the one that served before
     * @param candidate the one that is tried
     * @param trial what decides, and what counts
     */
    record Pair(Generation serving, Generation candidate, Trial trial) {

        /**
         * Returns what a cell calls of the candidate, or {@code null} if that has none.
         */
        @Nullable GuestInterface candidateFor(Cell.Requirement requirement) {
            return requirement.firstFitting(this.candidate.interfaces());
        }

    }

}
