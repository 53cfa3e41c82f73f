package io.polyplug.autoconfigure.event;

import io.polyplug.BundleInfo;

import org.springframework.context.ApplicationEvent;

/**
 * Published when a bundle has been loaded at start-up, or later from a configured folder,
 * as the endpoint does. A bundle that the application itself loads through
 * {@link io.polyplug.PolyplugRuntime} is not announced.
 */
public final class BundleLoadedEvent extends ApplicationEvent {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the event.
     * @param bundle the bundle as it was loaded
     */
    public BundleLoadedEvent(BundleInfo bundle) {
        super(bundle);
    }

    /**
     * {@return the bundle as it was loaded}
     */
    public BundleInfo bundle() {
        return (BundleInfo) getSource();
    }

}
