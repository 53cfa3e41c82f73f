package io.polyplug.compiler;

import org.jspecify.annotations.Nullable;

import io.polyplug.epoch.HomeSlots;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.proxy.BoundContract;
import io.polyplug.proxy.ProxyCompiler;

/**
 * Compiles proxies whose calls stand in the home slot of their thread. Thread-safe.
 */
public final class HomeProxyCompiler implements ProxyCompiler {

    private static final int SLOTS_OF_A_PROCESSOR = 64;

    private static final int FEWEST_SLOTS = 256;

    private static final int MOST_SLOTS = 4096;

    /** A property that is set in native images only. */
    private static final String NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

    private final NativeBackend backend;

    private HomeProxyCompiler(NativeBackend backend) {
        this.backend = backend;
    }

    /**
     * Returns what compiles proxies that call by a backend.
     * @param backend how native code is reached
     * @return a compiler; one that compiles nothing where no native code is reached, or
     * no class can be defined
     */
    public static ProxyCompiler of(NativeBackend backend) {
        return of(backend, System.getProperty(NATIVE_IMAGE));
    }

    static ProxyCompiler of(NativeBackend backend, @Nullable String nativeImage) {
        return (backend.opensLibraries() && nativeImage == null) ? new HomeProxyCompiler(backend) : NONE;
    }

    /**
     * A power of two: 64 for each processor, 256 at least and 4,096 at most.
     */
    @Override
    public HomeSlots.Plan homes() {
        int wanted = Math.min(MOST_SLOTS,
                Math.max(FEWEST_SLOTS, SLOTS_OF_A_PROCESSOR * Runtime.getRuntime().availableProcessors()));
        return new HomeSlots.Plan(Integer.highestOneBit(wanted * 2 - 1), ProcessBarrier.register(this.backend));
    }

    @Override
    public @Nullable Object compile(BoundContract contract) {
        return ProxyClass.instance(contract, this.backend);
    }

}
