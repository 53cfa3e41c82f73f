package io.polyplug.autoconfigure.event;

import io.polyplug.rollout.RolloutPhase;

import org.springframework.context.ApplicationEvent;

/**
 * Published for each {@linkplain RolloutPhase step} in the life of a rollout, in their
 * order. There is a subclass for each. The phase is the source of the event.
 */
public abstract sealed class BundleRolloutEvent extends ApplicationEvent permits BundleRolloutStartedEvent,
        BundleRolloutWeightChangedEvent, BundleRolloutPromotedEvent, BundleRolloutAbandonedEvent {

    private static final long serialVersionUID = 1L;

    BundleRolloutEvent(RolloutPhase phase) {
        super(phase);
    }

    /**
     * {@return the phase}
     */
    public abstract RolloutPhase phase();

    /**
     * Returns the event for a phase.
     * @param phase the phase
     * @return the event
     */
    public static BundleRolloutEvent of(RolloutPhase phase) {
        if (phase instanceof RolloutPhase.Started started) {
            return new BundleRolloutStartedEvent(started);
        }
        if (phase instanceof RolloutPhase.WeightChanged weightChanged) {
            return new BundleRolloutWeightChangedEvent(weightChanged);
        }
        if (phase instanceof RolloutPhase.Promoted promoted) {
            return new BundleRolloutPromotedEvent(promoted);
        }
        if (phase instanceof RolloutPhase.Abandoned abandoned) {
            return new BundleRolloutAbandonedEvent(abandoned);
        }
        throw new IllegalStateException("Phase " + phase.getClass().getName() + " has no event");
    }

}
