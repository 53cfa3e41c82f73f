package io.polyplug.publication;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.polyplug.plan.PlanRun;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutSettings;
import io.polyplug.staging.StagedGeneration;
import io.polyplug.store.Generation;
import io.polyplug.trial.Trial;

/**
 * A candidate that shares the calls of what serves, or did so. Thread-safe.
 */
public final class Rollout {

    private final LoadedBundle serving;

    private final StagedGeneration candidate;

    private final Trial trial;

    private final Instant startedAt = Instant.now();

    private volatile int step;

    /** Guarded by the life-cycle lock. */
    private @Nullable PlanRun plan;

    /**
     * Creates it.
     * @param serving the bundle as it is loaded
     * @param candidate what is tried
     * @param settings how the rollout begins
     */
    public Rollout(LoadedBundle serving, StagedGeneration candidate, RolloutSettings settings) {
        this.serving = serving;
        this.candidate = candidate;
        this.trial = new Trial(serving.name(), settings);
        this.step = (settings.plan() != null) ? 1 : 0;
    }

    /**
     * {@return the bundle's name}
     */
    public String bundleName() {
        return this.serving.name();
    }

    /**
     * {@return the bundle as it is loaded}
     */
    public LoadedBundle serving() {
        return this.serving;
    }

    /**
     * {@return what is tried}
     */
    public StagedGeneration candidate() {
        return this.candidate;
    }

    /**
     * {@return what decides which calls the candidate gets}
     */
    public Trial trial() {
        return this.trial;
    }

    /**
     * Changes the share of the calls.
     * @param weight the share in per mille
     * @param next the step of a plan, from 1, or 0 without one
     */
    public void weigh(int weight, int next) {
        this.trial.weigh(weight);
        this.step = next;
    }

    /**
     * Notes that the rollout takes its steps by a plan. Under the life-cycle lock.
     * @param run the plan that is carried out
     */
    public void follow(PlanRun run) {
        this.plan = run;
    }

    /**
     * {@return whether a plan is carried out} Under the life-cycle lock.
     */
    public boolean isPlanned() {
        return this.plan != null;
    }

    /** Gives the plan up, if there is one. Under the life-cycle lock. */
    public void endPlan() {
        if (this.plan != null) {
            this.plan.cancel();
            this.plan = null;
        }
    }

    /**
     * {@return the rollout as it is now}
     */
    public RolloutInfo describe() {
        Generation before = this.serving.generation();
        Generation next = this.candidate.generation();
        return new RolloutInfo(bundleName(), this.trial.mode(), before.version(), before.number(), next.version(),
                next.number(), this.trial.weight(), this.step, this.startedAt, this.trial.servingNow(),
                this.trial.candidateNow(), this.trial.comparisonsNow());
    }

}
