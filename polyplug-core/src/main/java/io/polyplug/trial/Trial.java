package io.polyplug.trial;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.rollout.RolloutCall;
import io.polyplug.rollout.RolloutComparisons;
import io.polyplug.rollout.RolloutFigures;
import io.polyplug.rollout.RolloutKey;
import io.polyplug.rollout.RolloutMode;
import io.polyplug.rollout.RolloutSelector;
import io.polyplug.rollout.RolloutSettings;

/**
 * One rollout as its calls see it: decides which version gets a call, and keeps what the
 * two did. Thread-safe.
 */
public final class Trial {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.rollout");

    /** While fewer calls were timed, nearly all compiled calls are. */
    private static final long FEW = 1_000;

    /** Up to so many, one of 16 is. */
    private static final long ENOUGH = 10_000;

    private static final int ONE_OF_16 = 15;

    private static final int ONE_OF_1024 = 1023;

    private final String bundleName;

    private final RolloutMode mode;

    private final @Nullable RolloutSelector selector;

    private final @Nullable RolloutKey key;

    /** The weight as {@link Share} takes it. */
    private volatile long bound;

    /** A compiled call whose number has none of these bits is timed. */
    private volatile int untimed;

    private final AtomicLong timed = new AtomicLong();

    private final AtomicLong next = new AtomicLong(1);

    private final Assignments assignments;

    private final AtomicBoolean told = new AtomicBoolean();

    private final VersionFigures serving = new VersionFigures();

    private final VersionFigures candidate = new VersionFigures();

    private final Comparisons comparisons = new Comparisons();

    private final List<CallCounts> counts = new CopyOnWriteArrayList<>();

    /**
     * Begins a trial.
     * @param bundleName the bundle
     * @param settings how its rollout begins
     */
    public Trial(String bundleName, RolloutSettings settings) {
        this.bundleName = bundleName;
        this.mode = settings.mode();
        this.selector = settings.selector();
        this.key = settings.key();
        this.bound = Share.bound(settings.weight());
        this.assignments = new Assignments(bundleName);
    }

    /**
     * {@return what the candidate is called for}
     */
    public RolloutMode mode() {
        return this.mode;
    }

    /**
     * {@return the candidate's share in per mille}
     */
    public int weight() {
        return Share.weight(this.bound);
    }

    /**
     * Changes the candidate's share; calls that start from now on follow it. Times are
     * told anew from now on, for under another load calls take other times; those of a
     * version that gets no calls any more stay.
     * @param weight the share in per mille
     */
    public void weigh(int weight) {
        this.bound = Share.bound(weight);
        this.candidate.renewTimes();
        if (weight < RolloutSettings.FULL_WEIGHT || this.mode == RolloutMode.SHADOW) {
            this.serving.renewTimes();
        }
        this.timed.set(0);
        this.untimed = 0;
    }

    /**
     * {@return whether numbers alone decide, so that compiled calls can}
     */
    public boolean isByNumber() {
        return this.mode == RolloutMode.CANARY && this.selector == null && this.key == null;
    }

    /**
     * Returns whether the candidate gets a call that has a number.
     * @param number one of a row of numbers, such as the calls of a thread have
     * @return {@code true} for as many of a row as the weight says
     */
    public boolean isCandidates(long number) {
        return Share.has(this.bound, number);
    }

    /**
     * Returns whether a compiled call is to be made by the interpreter, which times it:
     * one of 1,024, and more as long as few were timed.
     * @param number the number of the call among those of its thread
     * @return whether it is
     */
    public boolean isTimed(long number) {
        return (number & this.untimed) == 0;
    }

    /**
     * Decides which version gets a call, by selector, key and weight. Runs code of the
     * application; never under a pin.
     * @param contractName the contract's name
     * @param method the method that is called
     * @param arguments its arguments
     * @return whether the candidate gets it
     */
    public boolean isCandidates(String contractName, Method method, @Nullable Object[] arguments) {
        if (this.selector == null && this.key == null) {
            return isNextCandidates();
        }
        try {
            return decide(new RolloutCall(this.bundleName, contractName, method, Arrays.asList(arguments)));
        }
        catch (Throwable ex) {
            if (this.told.compareAndSet(false, true)) {
                logger.warn(
                        "The selector or key of the rollout of bundle '{}' failed for a call of {}: the version"
                                + " that served before gets it, and every further call for which that happens",
                        this.bundleName, method.getName(), ex);
            }
            return false;
        }
    }

    private boolean decide(RolloutCall call) {
        if (this.selector != null && !this.selector.selects(call)) {
            return false;
        }
        Object belongsTo = (this.key != null) ? this.key.keyOf(call) : null;
        return (belongsTo != null) ? this.assignments.isCandidate(belongsTo, this.bound) : isNextCandidates();
    }

    private boolean isNextCandidates() {
        return isCandidates(this.next.getAndIncrement());
    }

    /**
     * Counts how long a call took.
     * @param figures of the version that got it
     * @param nanos how long, in nanoseconds
     */
    public void time(VersionFigures figures, long nanos) {
        figures.time(nanos);
        long now = this.timed.incrementAndGet();
        if (now == FEW) {
            this.untimed = ONE_OF_16;
        }
        else if (now == ENOUGH) {
            this.untimed = ONE_OF_1024;
        }
    }

    /**
     * {@return what the version that served before does}
     */
    public VersionFigures serving() {
        return this.serving;
    }

    /**
     * {@return what the candidate does}
     */
    public VersionFigures candidate() {
        return this.candidate;
    }

    /**
     * {@return how their results compare}
     */
    public Comparisons comparisons() {
        return this.comparisons;
    }

    /**
     * Takes calls into account that are counted elsewhere.
     * @param counted what counts them
     */
    public void count(CallCounts counted) {
        this.counts.add(counted);
    }

    /**
     * {@return the figures of the version that served before, as they are now}
     */
    public RolloutFigures servingNow() {
        return this.serving.with(this.counts.stream().mapToLong((each) -> each.all() - each.candidate()).sum());
    }

    /**
     * {@return the figures of the candidate, as they are now}
     */
    public RolloutFigures candidateNow() {
        return this.candidate.with(this.counts.stream().mapToLong(CallCounts::candidate).sum());
    }

    /**
     * {@return how the results compare, as of now}
     */
    public RolloutComparisons comparisonsNow() {
        return this.comparisons.now();
    }

}
