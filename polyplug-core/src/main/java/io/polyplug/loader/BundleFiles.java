package io.polyplug.loader;

import java.nio.file.Path;

import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.files.BundleCopy;

/**
 * The files of a bundle that a loader opens: a private copy of its folder, and the
 * manifest in it.
 *
 * @param source the user's folder
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
     * Returns a text of others with the user's folder wherever it names the copy.
     * @param text the text
     * @return the text for users
     */
    public String shown(String text) {
        return text.replace(this.copy.directory().toString(), this.source.toString());
    }

}
