package io.polyplug.autoconfigure;

import io.polyplug.PolyplugRuntime;

/**
 * Callback for beans that change the runtime before it is built. The auto-configuration's
 * own, which carries the properties, has the order 0. All of them are applied to the bean
 * of type {@link PolyplugRuntime.Builder}, from which an application that builds a
 * runtime itself should build it.
 */
@FunctionalInterface
public interface RuntimeBuilderCustomizer {

    /**
     * Changes the builder.
     * @param builder the builder of the application's runtime
     */
    void customize(PolyplugRuntime.Builder builder);

}
