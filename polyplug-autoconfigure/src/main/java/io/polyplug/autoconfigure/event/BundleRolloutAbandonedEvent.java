package io.polyplug.autoconfigure.event;

import io.polyplug.rollout.RolloutPhase;

/**
 * Published when a candidate gets no more calls; the version before goes on serving.
 */
public final class BundleRolloutAbandonedEvent extends BundleRolloutEvent {

    private static final long serialVersionUID = 1L;

    BundleRolloutAbandonedEvent(RolloutPhase.Abandoned phase) {
        super(phase);
    }

    @Override
    public RolloutPhase.Abandoned phase() {
        return (RolloutPhase.Abandoned) getSource();
    }

}
