package io.polyplug.loader;

import java.util.List;

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
     * Closes the code. Only when no call can be in it any more.
     * @return whether nothing of it stays mapped
     */
    boolean close();

    /**
     * Returns the shared names of the libraries inside the bundle that its library needs.
     * @return SONAMEs, empty for a bundle of one library
     */
    default List<String> siblings() {
        return List.of();
    }

}
