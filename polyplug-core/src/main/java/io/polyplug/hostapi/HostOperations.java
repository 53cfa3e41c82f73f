package io.polyplug.hostapi;

import java.nio.file.Path;
import java.util.List;

import io.polyplug.contract.BundleId;

/**
 * What guests may ask of the runtime's life cycle. Failures are thrown; the caller turns
 * them into codes.
 */
public interface HostOperations {

    /**
     * Loads the bundle in a folder.
     * @param path the folder, or a file in it
     */
    void load(Path path);

    /**
     * Reloads the bundle in a folder.
     * @param path the folder, or a file in it
     */
    void reload(Path path);

    /**
     * Unloads a bundle.
     * @param id the bundle
     */
    void unload(BundleId id);

    /**
     * Returns the loaded bundles.
     * @return their ids
     */
    List<BundleId> bundleIds();

}
