package io.polyplug.ffm;

import java.lang.foreign.MemorySegment;

import io.polyplug.error.ConfigurationException;
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
    @SuppressWarnings("restricted")
    public void check() {
        String processor = System.getProperty("os.arch");
        boolean known = processor.equals("amd64") || processor.equals("aarch64");
        if (System.getProperty("os.name").startsWith("Windows") || !known) {
            throw new ConfigurationException("backend",
                    "Backend 'ffm' cannot run on " + System.getProperty("os.name") + " " + processor
                            + ": polyplug passes structs the way System V x86-64 and AArch64 do. Run on 64-bit Linux"
                            + " or macOS",
                    null);
        }
        // The cheapest thing that native access is needed for.
        MemorySegment.NULL.reinterpret(0);
    }

    @Override
    public NativeBackend create() {
        return new FfmBackend();
    }

}
