package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.polyplug.async.AsyncSettings;
import io.polyplug.loader.NativeSettings;

/**
 * What a builder was told. Immutable.
 *
 * @param hotReload whether bundles may be replaced
 * @param workDirectory where private copies go, or {@code null} for the default
 * @param dataDirectory where bundles may write, or {@code null} for the work directory
 * @param compatibility how strict versions are held
 * @param signatures what is asked of signatures
 * @param listeners told about phases
 * @param closeListeners told when the runtime has been closed
 * @param backend which backend is wanted
 * @param drainTimeout how long closing waits for calls in flight
 * @param reloadWait how long a reload waits while too many generations of its bundle are
 * held by calls
 * @param heldWarning how long a retired generation is held before a warning says so
 * @param operationTimeout how long an operation waits for another one
 * @param slowOperationThreshold how long a step of an operation takes before a warning
 * says so
 * @param returnedMemory the memory rule by bundle name, over what manifests say
 * @param config where the settings of bundles come from
 * @param nativeSettings what the native loader is told
 * @param async what the pools of asynchronous calls are made from
 */
record RuntimeOptions(boolean hotReload, @Nullable Path workDirectory, @Nullable Path dataDirectory,
        Compatibility compatibility, SignatureCheck signatures, List<Consumer<? super ReloadPhase>> listeners,
        List<Runnable> closeListeners, String backend, Duration drainTimeout, Duration reloadWait, Duration heldWarning,
        Duration operationTimeout, Duration slowOperationThreshold, Map<String, ReturnedMemory> returnedMemory,
        ConfigSource config, NativeSettings nativeSettings, AsyncSettings async) {

    RuntimeOptions

    {
        listeners = List.copyOf(listeners);
        closeListeners = List.copyOf(closeListeners);
        returnedMemory = Map.copyOf(returnedMemory);
    }

}
