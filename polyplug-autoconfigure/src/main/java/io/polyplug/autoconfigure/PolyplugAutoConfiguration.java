package io.polyplug.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/**
 * Auto-configuration for the polyplug runtime.
 */
@AutoConfiguration
public final class PolyplugAutoConfiguration {

    /** Called by Spring. */
    public PolyplugAutoConfiguration() {
    }

}
