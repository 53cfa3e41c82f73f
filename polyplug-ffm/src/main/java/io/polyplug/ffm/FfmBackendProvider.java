package io.polyplug.ffm;

import java.lang.foreign.MemorySegment;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.platform.Platform;

/**
 * Offers the backend to core, which looks for it on Java 25 and later.
 */
public final class FfmBackendProvider implements NativeBackend.Provider {

    /** Called by the service loader. */
    public FfmBackendProvider() {
    }

    @Override
    public String name() {
        return FfmBackend.NAME;
    }

    @Override
    @SuppressWarnings("restricted")
    public void check() {
        Platform.current().requireCallable(FfmBackend.NAME);
        // The cheapest thing that native access is needed for.
        MemorySegment.NULL.reinterpret(0);
    }

    @Override
    public NativeBackend create() {
        return new FfmBackend();
    }

}
