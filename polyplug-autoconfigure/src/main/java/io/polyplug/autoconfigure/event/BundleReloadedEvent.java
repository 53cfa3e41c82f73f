package io.polyplug.autoconfigure.event;

import io.polyplug.ReloadPhase;

/**
 * Published when a new version serves; every call that starts now sees it.
 */
public final class BundleReloadedEvent extends BundleReloadEvent {

    private static final long serialVersionUID = 1L;

    BundleReloadedEvent(ReloadPhase.Reloaded phase) {
        super(phase);
    }

    @Override
    public ReloadPhase.Reloaded phase() {
        return (ReloadPhase.Reloaded) getSource();
    }

}
