package io.polyplug.pool;

import java.util.Map;

import io.polyplug.async.AsyncContext;
import io.polyplug.async.AsyncPool;
import org.jspecify.annotations.Nullable;

/**
 * What the pools of a runtime are made from. Immutable.
 *
 * @param pool the pool of all calls but those of the following bundles
 * @param bundlePools pools of single bundles, by bundle name
 * @param context what calls take along, or {@code null} for the log's MDC alone
 */
public record AsyncSettings(AsyncPool pool, Map<String, AsyncPool> bundlePools, @Nullable AsyncContext context) {

    /**
     * Creates the settings with a copy of the map.
     */
    public AsyncSettings {
        bundlePools = Map.copyOf(bundlePools);
    }

}
