package io.polyplug.loader;

import java.nio.file.Path;

import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.files.BundleCopy;
import io.polyplug.zip.BundlePath;

/**
 * The files of a bundle that a loader opens: a private copy of its folder or archive, and
 * the manifest in it.
 *
 * @param source the user's folder or archive
 * @param copy the private copy
 * @param manifest the manifest in the copy
 * @param number which activation this will be, from 1
 */
public record BundleFiles(Path source, BundleCopy copy, Manifest manifest, long number) {

    /**
     * Returns the file that the manifest names.
     * @return its path in the private copy, links followed
     * @throws BundleLoadException if it lies outside of the copy, or is not there
     */
    public Path artifact() {
        return Artifact.artifact(this.copy.directory(), this.manifest, this.source);
    }

    /**
     * Returns the folder of that file as the manifest writes it: what guests are told.
     * @return a path in the private copy, links not followed
     */
    public Path artifactFolder() {
        return Artifact.folder(this.copy.directory(), this.manifest, this.source);
    }

    /**
     * Returns what messages call a file of the bundle.
     * @param file its path, relative to the bundle
     * @return the path
     */
    public Path shown(Path file) {
        return BundlePath.in(this.source, file.toString());
    }

    /**
     * Returns a text of others with the user's path wherever it names the copy.
     * @param text the text
     * @return the text for users
     */
    public String shown(String text) {
        return BundlePath.shown(text, this.copy.directory(), this.source);
    }

}
