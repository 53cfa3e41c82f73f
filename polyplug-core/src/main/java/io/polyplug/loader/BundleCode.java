package io.polyplug.loader;

import java.util.function.Consumer;

import io.polyplug.boundary.InitWindow;
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
    void initialize(Generation generation, InitWindow window);

    /**
     * Looks at what the bundle's factories have done, once those of the staging have run.
     * @throws io.polyplug.error.PolyplugException if the bundle cannot be used
     */
    default void staged() {
    }

    /**
     * Closes the code. Only when no call can be in it any more.
     * @param destruction destroys what instances are left; runs first
     * @param later told what became of it after this has returned, where it did not go
     * now; never told {@link Closing#POSTPONED}
     * @return what became of it
     */
    Closing close(Runnable destruction, Consumer<Closing> later);

}
