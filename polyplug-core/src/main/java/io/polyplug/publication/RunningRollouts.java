package io.polyplug.publication;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jspecify.annotations.Nullable;

import io.polyplug.rollout.AbandonmentCause;
import io.polyplug.rollout.RolloutPhase;
import io.polyplug.store.Generation;

/**
 * The rollouts that go on. The life-cycle lock guards it, but for what finds, which any
 * thread may ask.
 */
public final class RunningRollouts {

    private final Map<String, Rollout> byName = new ConcurrentSkipListMap<>();

    private final Phases phases;

    /**
     * Creates it without any.
     * @param phases told what becomes of each
     */
    public RunningRollouts(Phases phases) {
        this.phases = phases;
    }

    /**
     * Returns the rollout of a bundle.
     * @param bundleName the bundle's name
     * @return the rollout, or {@code null} if it has none
     */
    public @Nullable Rollout find(String bundleName) {
        return this.byName.get(bundleName);
    }

    /**
     * {@return all of them, by the names of the bundles}
     */
    public Collection<Rollout> all() {
        return List.copyOf(this.byName.values());
    }

    /**
     * {@return the generations that are tried}
     */
    public List<Generation> candidates() {
        return all().stream().map((each) -> each.candidate().generation()).toList();
    }

    /**
     * Tells that a rollout began.
     * @param rollout the rollout
     */
    public void started(Rollout rollout) {
        RolloutPhase.Started phase = new RolloutPhase.Started(rollout.describe());
        RolloutLog.started(phase);
        this.phases.tell(phase);
    }

    /**
     * Tells that the share was changed.
     * @param rollout the rollout
     * @param previous the share before, in per mille
     * @param reason why
     */
    public void weighed(Rollout rollout, int previous, String reason) {
        RolloutPhase.WeightChanged phase = new RolloutPhase.WeightChanged(rollout.describe(), previous, reason);
        RolloutLog.weighed(phase);
        this.phases.tell(phase);
    }

    /**
     * Tells that a candidate is what serves.
     * @param rollout the rollout, which is over
     * @param reason why
     */
    public void promoted(Rollout rollout, String reason) {
        RolloutPhase.Promoted phase = new RolloutPhase.Promoted(rollout.describe(), reason);
        RolloutLog.promoted(phase);
        this.phases.tell(phase);
    }

    void begin(Rollout rollout) {
        this.byName.put(rollout.bundleName(), rollout);
    }

    @Nullable Rollout remove(String bundleName) {
        Rollout over = this.byName.remove(bundleName);
        if (over != null) {
            over.endPlan();
        }
        return over;
    }

    /** Tells that a rollout is over, and its candidate is not what serves. */
    void abandoned(Rollout rollout, String reason, AbandonmentCause cause) {
        RolloutPhase.Abandoned phase = new RolloutPhase.Abandoned(rollout.describe(), reason, cause);
        RolloutLog.abandoned(phase);
        this.phases.tell(phase);
    }

}
