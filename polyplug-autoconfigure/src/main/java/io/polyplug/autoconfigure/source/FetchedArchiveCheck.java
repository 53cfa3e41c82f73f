package io.polyplug.autoconfigure.source;

import java.nio.file.Path;

/**
 * Judges an archive that was fetched and that nobody has used yet. Nothing of it is
 * opened by that. Thread-safe.
 */
@FunctionalInterface
public interface FetchedArchiveCheck {

    /**
     * Judges an archive.
     * @param bundle the bundle that it has to hold
     * @param archive the archive
     * @throws io.polyplug.error.BundleLoadException if it is no archive of that bundle,
     * or one that could not be loaded, as far as its manifest tells
     * @throws io.polyplug.error.SignatureException if signatures are required and it has
     * no good one
     */
    void check(String bundle, Path archive);

}
