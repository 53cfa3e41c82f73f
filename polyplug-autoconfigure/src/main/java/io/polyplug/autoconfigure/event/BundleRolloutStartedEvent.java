package io.polyplug.autoconfigure.event;

import io.polyplug.rollout.RolloutPhase;

/**
 * Published when a candidate begins to get its share of the calls.
 */
public final class BundleRolloutStartedEvent extends BundleRolloutEvent {

    private static final long serialVersionUID = 1L;

    BundleRolloutStartedEvent(RolloutPhase.Started phase) {
        super(phase);
    }

    @Override
    public RolloutPhase.Started phase() {
        return (RolloutPhase.Started) getSource();
    }

}
