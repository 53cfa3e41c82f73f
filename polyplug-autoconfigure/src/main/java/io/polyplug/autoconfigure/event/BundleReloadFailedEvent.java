package io.polyplug.autoconfigure.event;

import io.polyplug.ReloadPhase;

/**
 * Published when a reload came to nothing; the version that served goes on serving.
 */
public final class BundleReloadFailedEvent extends BundleReloadEvent {

    private static final long serialVersionUID = 1L;

    BundleReloadFailedEvent(ReloadPhase.Failed phase) {
        super(phase);
    }

    @Override
    public ReloadPhase.Failed phase() {
        return (ReloadPhase.Failed) getSource();
    }

}
