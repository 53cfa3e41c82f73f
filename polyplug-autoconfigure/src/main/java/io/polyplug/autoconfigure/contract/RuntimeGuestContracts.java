package io.polyplug.autoconfigure.contract;

import java.util.Map;
import java.util.Optional;

import io.polyplug.PolyplugRuntime;

/**
 * The providers of one contract that a runtime knows. Thread-safe.
 *
 * @param <T> the contract's interface
 * @param runtime the runtime
 * @param type the contract's interface
 */
record RuntimeGuestContracts<T>(PolyplugRuntime runtime, Class<T> type) implements GuestContracts<T> {

    @Override
    public Map<String, T> byBundle() {
        return this.runtime.contracts(this.type);
    }

    /** Makes a proxy for no other bundle. */
    @Override
    public Optional<T> ofBundle(String bundleName) {
        return this.runtime.providers(this.type).contains(bundleName)
                ? Optional.of(this.runtime.contract(this.type, bundleName)) : Optional.empty();
    }

}
