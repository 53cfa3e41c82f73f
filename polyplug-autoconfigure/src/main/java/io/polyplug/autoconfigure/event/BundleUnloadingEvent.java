package io.polyplug.autoconfigure.event;

import io.polyplug.ReloadPhase;

/**
 * Published when a bundle is about to go; it still serves.
 */
public final class BundleUnloadingEvent extends BundleReloadEvent {

    private static final long serialVersionUID = 1L;

    BundleUnloadingEvent(ReloadPhase.Unloading phase) {
        super(phase);
    }

    @Override
    public ReloadPhase.Unloading phase() {
        return (ReloadPhase.Unloading) getSource();
    }

}
