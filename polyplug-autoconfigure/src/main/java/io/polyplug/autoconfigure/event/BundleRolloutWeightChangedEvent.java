package io.polyplug.autoconfigure.event;

import io.polyplug.rollout.RolloutPhase;

/**
 * Published when a candidate's share of the calls was changed.
 */
public final class BundleRolloutWeightChangedEvent extends BundleRolloutEvent {

    private static final long serialVersionUID = 1L;

    BundleRolloutWeightChangedEvent(RolloutPhase.WeightChanged phase) {
        super(phase);
    }

    @Override
    public RolloutPhase.WeightChanged phase() {
        return (RolloutPhase.WeightChanged) getSource();
    }

}
