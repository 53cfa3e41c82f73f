package io.polyplug.proxy;

import org.jspecify.annotations.Nullable;

import io.polyplug.epoch.Pins;

/**
 * A backend that makes proxies whose code is compiled for their contract. Thread-safe.
 * <p>
 * What such a proxy does must not differ from what the interpreter does, to which it
 * leaves everything rare: {@link ContractCode} tells how a call is made.
 */
public interface ProxyCompiler {

    /**
     * Returns the home slots that a runtime gets for compiled calls.
     * @return a power of two: 64 for each processor, 256 at least and 4,096 at most
     */
    default Pins.Homes homes() {
        int wanted = Math.min(4096, Math.max(256, 64 * Runtime.getRuntime().availableProcessors()));
        return new Pins.Homes(Integer.highestOneBit(wanted * 2 - 1), processBarrier());
    }

    /**
     * Returns what has every thread of the process pass a full memory barrier.
     * @return returns after that has happened and throws if it cannot be done; or
     * {@code null} if this system offers no such thing
     */
    @Nullable Runnable processBarrier();

    /**
     * Compiles a proxy.
     * @param contract what it calls
     * @return the proxy, or {@code null} if no class can be defined beside the interface
     */
    @Nullable Object compile(ContractCode contract);

}
