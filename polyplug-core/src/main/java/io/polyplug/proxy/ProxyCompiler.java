package io.polyplug.proxy;

import org.jspecify.annotations.Nullable;

import io.polyplug.epoch.HomeSlots;

/**
 * Makes proxies whose code is compiled for their contract; found by the service loader.
 * Thread-safe.
 * <p>
 * Such code reaches native functions and memory by itself, in the way of one backend, and
 * works with no other one. What a compiled proxy does must not differ from what the
 * interpreter does, to which it leaves everything rare: {@link BoundContract} tells how a
 * call is made.
 */
public interface ProxyCompiler {

    /** Goes with every backend and compiles nothing. */
    ProxyCompiler NONE = new ProxyCompiler() {

        @Override
        public boolean isFor(String backend) {
            return true;
        }

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
     * Returns whether what this compiles works with a backend.
     * @param backend the name of the backend
     * @return {@code false} if it must not be used with it
     */
    boolean isFor(String backend);

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
