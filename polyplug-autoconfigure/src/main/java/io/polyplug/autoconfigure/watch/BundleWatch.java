package io.polyplug.autoconfigure.watch;

/**
 * What goes on with the watching of bundles' folders. Thread-safe.
 */
public interface BundleWatch {

    /**
     * Returns how it is. Waits for nothing.
     * @return the state
     */
    WatchStatus status();

}
