package io.polyplug.library;

import java.util.Map;
import java.util.OptionalInt;

import io.polyplug.SignalPolicy;

/**
 * What the native loader was told. Immutable.
 *
 * @param signals what becomes of signal handlers
 * @param signalsByBundle the same by bundle name, over {@code signals}
 * @param closedButMapped how many generations of a bundle may stay mapped after they were
 * closed; by default eight, and any number where the C library unmaps nothing
 */
public record NativeSettings(SignalPolicy signals, Map<String, SignalPolicy> signalsByBundle,
        OptionalInt closedButMapped) {

    private static final int USUAL_LIMIT = 8;

    /**
     * Creates the settings with a copy of the map.
     */
    public NativeSettings {
        signalsByBundle = Map.copyOf(signalsByBundle);
    }

    SignalPolicy signalsOf(String bundleName) {
        return this.signalsByBundle.getOrDefault(bundleName, this.signals);
    }

    int limit(boolean unmapping) {
        return this.closedButMapped.orElse(unmapping ? USUAL_LIMIT : Integer.MAX_VALUE);
    }

}
