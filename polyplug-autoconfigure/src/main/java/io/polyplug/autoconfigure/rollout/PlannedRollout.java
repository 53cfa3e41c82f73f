package io.polyplug.autoconfigure.rollout;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.polyplug.autoconfigure.PolyplugProperties.BundleRollout;
import io.polyplug.autoconfigure.PolyplugProperties.Rollout;
import io.polyplug.rollout.RolloutMode;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutPlan.Step;

/**
 * How rollouts of a bundle go by steps, as properties say it, and whether they do.
 * Immutable.
 *
 * @param enabled whether they do
 * @param steps the steps, if there are any
 * @param errorRatio how much higher the share of failed calls may be
 * @param latencyRatio how much slower the median call may be
 * @param minimumCalls how many calls it takes to judge a candidate
 * @param mode what a candidate is called for that the watch has found
 * @param watch whether what the watch finds is tried
 */
record PlannedRollout(boolean enabled, List<Step> steps, double errorRatio, double latencyRatio, long minimumCalls,
        RolloutMode mode, boolean watch) {

    /** Returns that of all bundles of which nothing else is said. */
    static PlannedRollout of(Rollout all) {
        PlanProperties given = PlanProperties.ofAllBundles();
        return new PlannedRollout(all.bundles().isEmpty(), given.steps(all.steps()), given.errorRatio(all.errorRatio()),
                given.latencyRatio(all.latencyRatio()), given.minimumCalls(all.minimumCalls()), all.mode(),
                all.watch());
    }

    PlannedRollout enable() {
        return new PlannedRollout(true, this.steps, this.errorRatio, this.latencyRatio, this.minimumCalls, this.mode,
                this.watch);
    }

    /** Returns that of a bundle of which something is said. */
    PlannedRollout with(String bundle, BundleRollout own) {
        PlanProperties given = PlanProperties.of(bundle);
        List<Step> ownSteps = given.steps(own.steps());
        List<Step> present = ownSteps.isEmpty() ? this.steps : ownSteps;
        given.requireSteps(Boolean.TRUE.equals(own.enabled()), present);
        Double ownErrorRatio = own.errorRatio();
        Double ownLatencyRatio = own.latencyRatio();
        Long ownMinimumCalls = own.minimumCalls();
        return new PlannedRollout(Objects.requireNonNullElse(own.enabled(), this.enabled || !ownSteps.isEmpty()),
                present, (ownErrorRatio != null) ? given.errorRatio(ownErrorRatio) : this.errorRatio,
                (ownLatencyRatio != null) ? given.latencyRatio(ownLatencyRatio) : this.latencyRatio,
                (ownMinimumCalls != null) ? given.minimumCalls(ownMinimumCalls) : this.minimumCalls,
                Objects.requireNonNullElse(own.mode(), this.mode), Objects.requireNonNullElse(own.watch(), this.watch));
    }

    Optional<RolloutPlan> plan() {
        return (this.enabled && !this.steps.isEmpty())
                ? Optional.of(new RolloutPlan(this.steps, this.errorRatio, this.latencyRatio, this.minimumCalls))
                : Optional.empty();
    }

}
