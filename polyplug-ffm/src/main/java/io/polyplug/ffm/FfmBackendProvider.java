package io.polyplug.ffm;

import java.lang.foreign.MemorySegment;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.platform.Platform;

/**
 * Offers the backend to core, which looks for it on Java 25 and later.
 */
public final class FfmBackendProvider implements NativeBackend.Provider {

    /** What settings call the backend. */
    public static final String NAME = FfmBackend.NAME;

    /** Called by the service loader. */
    public FfmBackendProvider() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    @SuppressWarnings("restricted")
    public void check() {
        Platform.current().requireCallable(NAME);
        // The cheapest thing that native access is needed for.
        MemorySegment.NULL.reinterpret(0);
    }

    @Override
    public NativeBackend create() {
        return new FfmBackend();
    }

}
