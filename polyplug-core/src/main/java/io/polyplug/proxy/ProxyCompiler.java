package io.polyplug.proxy;

import org.jspecify.annotations.Nullable;

/**
 * A backend that makes proxies whose code is compiled for their contract. Thread-safe.
 * <p>
 * What such a proxy does must not differ from what the interpreter does, to which it
 * leaves everything rare: {@link ContractCode} tells how a call is made.
 */
public interface ProxyCompiler {

    /**
     * Returns how many home slots a runtime gets for compiled calls.
     * @return a power of two: eight for each processor, 64 at least and 1,024 at most
     */
    static int homes() {
        int wanted = Math.min(1024, Math.max(64, 8 * Runtime.getRuntime().availableProcessors()));
        return Integer.highestOneBit(wanted * 2 - 1);
    }

    /**
     * Compiles a proxy.
     * @param contract what it calls
     * @return the proxy, or {@code null} if no class can be defined beside the interface
     */
    @Nullable Object compile(ContractCode contract);

}
