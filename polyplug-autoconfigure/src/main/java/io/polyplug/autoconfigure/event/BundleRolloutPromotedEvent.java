package io.polyplug.autoconfigure.event;

import io.polyplug.rollout.RolloutPhase;

/**
 * Published when a candidate is what serves; every call that starts now sees it.
 */
public final class BundleRolloutPromotedEvent extends BundleRolloutEvent {

    private static final long serialVersionUID = 1L;

    BundleRolloutPromotedEvent(RolloutPhase.Promoted phase) {
        super(phase);
    }

    @Override
    public RolloutPhase.Promoted phase() {
        return (RolloutPhase.Promoted) getSource();
    }

}
