package io.polyplug;

import java.util.Map;

/**
 * Where the settings come from that bundles read by the host contract
 * {@code polyplug.Config}.
 */
@FunctionalInterface
public interface ConfigSource {

    /**
     * Returns the settings of a bundle as they are now. Asked once for each generation,
     * on the thread and at the time at which that first asks for the host contract; a
     * generation that does not is not asked for. Asked again for the same number after an
     * attempt that failed.
     * @param bundleName the bundle's name
     * @param generation the number of the generation that will read them
     * @return values by key, neither of them {@code null}
     * @throws RuntimeException if there are none; the guest does not get the host
     * contract then and finds the message as its last error
     */
    Map<String, String> config(String bundleName, long generation);

}
