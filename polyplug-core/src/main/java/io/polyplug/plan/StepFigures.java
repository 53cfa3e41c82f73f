package io.polyplug.plan;

import io.polyplug.rollout.RolloutComparisons;
import io.polyplug.rollout.RolloutFigures;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutPlan;
import org.jspecify.annotations.Nullable;

/**
 * What both versions did in a step. What is counted is that of the step, but for a
 * version that served before and got fewer calls in it than it takes to judge one: then
 * it is that of the whole rollout. Times are those that the rollout tells.
 *
 * @param candidate what the candidate did
 * @param serving what the version that served before did
 * @param comparisons how the results of a shadow compare
 */
record StepFigures(RolloutFigures candidate, RolloutFigures serving, RolloutComparisons comparisons) {

    /** With fewer times a median says nothing. */
    private static final long TIMES_OF_A_MEDIAN = 10;

    /**
     * Returns what was done since a step began.
     * @param rollout the rollout as it is now
     * @param atBegin the rollout when the step began, or {@code null} if the rollout
     * began with it
     * @param minimumCalls how many calls it takes to judge a version
     */
    static StepFigures of(RolloutInfo rollout, @Nullable RolloutInfo atBegin, long minimumCalls) {
        if (atBegin == null) {
            return new StepFigures(rollout.candidate(), rollout.serving(), rollout.comparisons());
        }
        RolloutFigures serving = since(rollout.serving(), atBegin.serving());
        return new StepFigures(since(rollout.candidate(), atBegin.candidate()),
                (serving.calls() < minimumCalls) ? rollout.serving() : serving,
                since(rollout.comparisons(), atBegin.comparisons()));
    }

    private static RolloutFigures since(RolloutFigures now, RolloutFigures then) {
        return new RolloutFigures(now.calls() - then.calls(), now.errors() - then.errors(),
                now.answeredByOther() - then.answeredByOther(), now.timedCalls(), now.median(), now.percentile99());
    }

    private static RolloutComparisons since(RolloutComparisons now, RolloutComparisons then) {
        return new RolloutComparisons(now.equal() - then.equal(), now.different() - then.different(),
                now.lastDifference());
    }

    /** Returns whether more of the candidate's calls failed than a plan allows. */
    boolean failsTooOften(RolloutPlan plan) {
        return moreErrors() > plan.errorRatio();
    }

    /** Returns how much higher the share of the candidate's failed calls is. */
    double moreErrors() {
        return this.candidate.errorRatio() - this.serving.errorRatio();
    }

    /** Returns whether more of a shadow's results differ than a plan allows. */
    boolean differsTooOften(RolloutPlan plan) {
        return compared() >= plan.minimumCalls() && this.comparisons.different() > plan.errorRatio() * compared();
    }

    /** Returns how many results of a shadow were compared. */
    long compared() {
        return this.comparisons.equal() + this.comparisons.different();
    }

    /** Returns whether the candidate is slower than a plan allows. */
    boolean isTooSlow(RolloutPlan plan) {
        return isTimed() && this.candidate.median().toNanos() > plan.latencyRatio() * this.serving.median().toNanos();
    }

    /** Returns whether there are times of both versions that can be compared. */
    boolean isTimed() {
        return Math.min(this.candidate.timedCalls(), this.serving.timedCalls()) >= TIMES_OF_A_MEDIAN
                && !this.serving.median().isZero();
    }

}
