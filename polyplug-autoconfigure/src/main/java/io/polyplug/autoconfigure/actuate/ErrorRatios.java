package io.polyplug.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.CallRatios;
import io.polyplug.autoconfigure.CallRatios.Calls;
import io.polyplug.autoconfigure.DurationProperty;
import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.error.ConfigurationException;

/**
 * Tells the bundles of whose latest calls too many ended with an error. Thread-safe.
 */
final class ErrorRatios {

    private static final String PROPERTY = "polyplug.health.error-ratio-";

    private final CallRatios ratios;

    private final PolyplugProperties.Health health;

    ErrorRatios(PolyplugRuntime runtime, PolyplugProperties.Health health) {
        requireRatio(health.errorRatioThreshold());
        Duration window = new DurationProperty(PROPERTY + "window", health.errorRatioWindow())
            .positive(", which has no calls in it", "Make it longer, such as 1m");
        require(health.errorRatioMinimumCalls() > 0, "minimum-calls", health.errorRatioMinimumCalls(),
                "is no number of calls that have a ratio. Give 1 or more");
        this.ratios = new CallRatios(runtime, window);
        this.health = health;
    }

    private static void requireRatio(double threshold) {
        require(threshold > 0 && threshold <= 1, "threshold", threshold,
                "is no part of the calls. Give a number above 0, and 1 at most");
    }

    private static void require(boolean condition, String name, Object value, String problem) {
        if (!condition) {
            throw new ConfigurationException(PROPERTY + name,
                    "Property '" + PROPERTY + name + "' is " + value + ", which " + problem);
        }
    }

    /** Returns one line a bundle, without those whose calls are too few to tell. */
    List<String> tooHigh() {
        return this.ratios.latest()
            .entrySet()
            .stream()
            .filter((bundle) -> isTooHigh(bundle.getValue()))
            .map((bundle) -> describe(bundle.getKey(), bundle.getValue()))
            .toList();
    }

    private boolean isTooHigh(Calls calls) {
        return calls.calls() >= this.health.errorRatioMinimumCalls()
                && calls.errorRatio() >= this.health.errorRatioThreshold();
    }

    private static String describe(String bundle, Calls calls) {
        return String.format(Locale.ROOT, "%s: %d of %d calls ended with an error", bundle, calls.errors(),
                calls.calls());
    }

}
