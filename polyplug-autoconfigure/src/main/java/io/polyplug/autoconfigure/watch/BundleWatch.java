package io.polyplug.autoconfigure.watch;

/**
 * What goes on with the watching of bundles' folders. Thread-safe.
 */
public interface BundleWatch {

    /**
     * {@return the state as it is now} Waits for nothing.
     */
    WatchStatus status();

}
