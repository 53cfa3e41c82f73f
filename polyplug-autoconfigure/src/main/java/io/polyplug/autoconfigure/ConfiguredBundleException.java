package io.polyplug.autoconfigure;

import io.polyplug.error.PolyplugException;

/**
 * Thrown at start-up when a bundle that the application's beans or properties name cannot
 * be loaded; its cause says why.
 */
final class ConfiguredBundleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConfiguredBundleException(PolyplugException cause) {
        super(cause.getMessage(), cause);
    }

}
