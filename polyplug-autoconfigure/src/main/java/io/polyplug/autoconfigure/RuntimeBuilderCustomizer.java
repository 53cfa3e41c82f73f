package io.polyplug.autoconfigure;

import io.polyplug.PolyplugRuntime;

/**
 * Callback for beans that change the runtime before it is built. The auto-configuration's
 * own customizers, which carry the properties and the events, have the orders 0 and 1. An
 * application that builds its own runtime applies all of them to its builder to keep
 * both.
 */
@FunctionalInterface
public interface RuntimeBuilderCustomizer {

    /**
     * Changes the builder.
     * @param builder the builder of the application's runtime
     */
    void customize(PolyplugRuntime.Builder builder);

}
