package io.polyplug.autoconfigure.event;

import io.polyplug.ReloadPhase;

/**
 * Published when the last call of a replaced or unloaded generation has ended and its
 * library is closed.
 */
public final class BundleReclaimedEvent extends BundleReloadEvent {

    private static final long serialVersionUID = 1L;

    BundleReclaimedEvent(ReloadPhase.Reclaimed phase) {
        super(phase);
    }

    @Override
    public ReloadPhase.Reclaimed phase() {
        return (ReloadPhase.Reclaimed) getSource();
    }

}
