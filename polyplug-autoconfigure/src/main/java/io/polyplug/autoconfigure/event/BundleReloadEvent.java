package io.polyplug.autoconfigure.event;

import io.polyplug.ReloadPhase;

import org.springframework.context.ApplicationEvent;

/**
 * Published for each {@linkplain ReloadPhase phase} that the runtime tells, in their
 * order. There is a subclass for each phase. The phase is the source of the event.
 */
public abstract sealed class BundleReloadEvent extends ApplicationEvent permits BundlePreparingEvent,
        BundleReloadedEvent, BundleReloadFailedEvent, BundleUnloadingEvent, BundleReclaimedEvent {

    private static final long serialVersionUID = 1L;

    BundleReloadEvent(ReloadPhase phase) {
        super(phase);
    }

    /**
     * {@return the phase}
     */
    public abstract ReloadPhase phase();

    /**
     * Returns the event for a phase.
     * @param phase the phase
     * @return the event
     */
    public static BundleReloadEvent of(ReloadPhase phase) {
        if (phase instanceof ReloadPhase.Preparing preparing) {
            return new BundlePreparingEvent(preparing);
        }
        if (phase instanceof ReloadPhase.Reloaded reloaded) {
            return new BundleReloadedEvent(reloaded);
        }
        if (phase instanceof ReloadPhase.Failed failed) {
            return new BundleReloadFailedEvent(failed);
        }
        if (phase instanceof ReloadPhase.Unloading unloading) {
            return new BundleUnloadingEvent(unloading);
        }
        if (phase instanceof ReloadPhase.Reclaimed reclaimed) {
            return new BundleReclaimedEvent(reclaimed);
        }
        throw new IllegalStateException("Phase " + phase.getClass().getName() + " has no event");
    }

}
