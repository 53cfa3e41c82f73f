package io.polyplug.proxy;

import org.jspecify.annotations.Nullable;

import io.polyplug.epoch.HomeSlots;

/**
 * Makes proxies whose code is compiled for their contract. Thread-safe.
 * <p>
 * What a compiled proxy does must not differ from what the interpreter does, to which it
 * leaves everything rare: {@link BoundContract} tells how a call is made.
 */
public interface ProxyCompiler {

    /** Compiles nothing. */
    ProxyCompiler NONE = new ProxyCompiler() {

        @Override
        public HomeSlots.Plan homes() {
            return HomeSlots.Plan.NONE;
        }

        @Override
        public @Nullable Object compile(BoundContract contract) {
            return null;
        }

    };

    /**
     * Returns the home slots that a runtime gets for compiled calls.
     * @return how many, and how their pins are ordered
     */
    HomeSlots.Plan homes();

    /**
     * Compiles a proxy.
     * @param contract what it calls
     * @return the proxy, or {@code null} if its calls are to be interpreted
     */
    @Nullable Object compile(BoundContract contract);

}
