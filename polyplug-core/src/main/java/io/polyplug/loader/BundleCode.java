package io.polyplug.loader;

import io.polyplug.host.Initialization;
import io.polyplug.store.Generation;

/**
 * The opened code of one generation.
 */
public interface BundleCode {

    /**
     * Lets the bundle register its contracts, in its init window on the calling thread.
     * @param generation what is registered for
     * @param window the init window
     * @throws io.polyplug.error.PolyplugException if the bundle cannot be used
     */
    void initialize(Generation generation, Initialization window);

    /**
     * Looks at what the bundle's factories have done, once those of the staging have run.
     * @throws io.polyplug.error.PolyplugException if the bundle cannot be used
     */
    default void staged() {
    }

    /**
     * Closes the code. Only when no call can be in it any more.
     * @param destruction destroys what instances are left; runs first
     * @param whenUnmapped runs if something of it stays mapped now and goes later
     * @return whether nothing of it stays mapped
     */
    boolean close(Runnable destruction, Runnable whenUnmapped);

}
