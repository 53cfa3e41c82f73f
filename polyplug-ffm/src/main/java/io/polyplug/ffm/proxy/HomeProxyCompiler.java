package io.polyplug.ffm.proxy;

import org.jspecify.annotations.Nullable;

import io.polyplug.epoch.HomeSlots;
import io.polyplug.ffm.FfmBackendProvider;
import io.polyplug.proxy.BoundContract;
import io.polyplug.proxy.ProxyCompiler;

/**
 * Compiles proxies whose calls stand in the home slot of their thread, for the backend of
 * this module alone: their code uses its downcall and its memory. Thread-safe.
 */
public final class HomeProxyCompiler implements ProxyCompiler {

    private static final int SLOTS_OF_A_PROCESSOR = 64;

    private static final int FEWEST_SLOTS = 256;

    private static final int MOST_SLOTS = 4096;

    /** Called by the service loader. */
    public HomeProxyCompiler() {
    }

    @Override
    public boolean isFor(String backend) {
        return backend.equals(FfmBackendProvider.NAME);
    }

    /**
     * A power of two: 64 for each processor, 256 at least and 4,096 at most.
     */
    @Override
    public HomeSlots.Plan homes() {
        int wanted = Math.min(MOST_SLOTS,
                Math.max(FEWEST_SLOTS, SLOTS_OF_A_PROCESSOR * Runtime.getRuntime().availableProcessors()));
        return new HomeSlots.Plan(Integer.highestOneBit(wanted * 2 - 1), ProcessBarrier.ofThisProcess());
    }

    @Override
    public @Nullable Object compile(BoundContract contract) {
        return ProxyClass.instance(contract);
    }

}
