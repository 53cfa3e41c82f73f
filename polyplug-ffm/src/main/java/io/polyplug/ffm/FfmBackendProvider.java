package io.polyplug.ffm;

import io.polyplug.ffi.NativeBackend;

/**
 * Offers the backend to core, which looks for it on Java 25 and later.
 */
public final class FfmBackendProvider implements NativeBackend.Provider {

    /** Called by the service loader. */
    public FfmBackendProvider() {
    }

    @Override
    public String name() {
        return "ffm";
    }

    @Override
    public NativeBackend create() {
        return new FfmBackend();
    }

}
