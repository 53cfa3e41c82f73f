package io.polyplug.autoconfigure.event;

import io.polyplug.ReloadPhase;

/**
 * Published when a reload begins; the version that served still serves.
 */
public final class BundlePreparingEvent extends BundleReloadEvent {

    private static final long serialVersionUID = 1L;

    BundlePreparingEvent(ReloadPhase.Preparing phase) {
        super(phase);
    }

    @Override
    public ReloadPhase.Preparing phase() {
        return (ReloadPhase.Preparing) getSource();
    }

}
