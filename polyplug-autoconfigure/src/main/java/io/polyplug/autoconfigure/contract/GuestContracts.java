package io.polyplug.autoconfigure.contract;

import java.util.Map;
import java.util.Optional;

/**
 * All providers of one contract, as they are at each call. Injectable as
 * {@code GuestContracts<ImageFilter>} wherever the interface {@code ImageFilter} itself
 * is. Thread-safe.
 *
 * @param <T> the contract's interface
 */
@FunctionalInterface
public interface GuestContracts<T> {

    /**
     * {@return a proxy for each bundle that provides the contract now, by bundle name, in
     * the runtime's order of providers}
     */
    Map<String, T> byBundle();

    /**
     * Returns a proxy for one bundle, if it provides the contract now.
     * @param bundleName the bundle's name
     * @return the proxy, or nothing if the bundle does not provide the contract
     */
    default Optional<T> ofBundle(String bundleName) {
        return Optional.ofNullable(byBundle().get(bundleName));
    }

}
