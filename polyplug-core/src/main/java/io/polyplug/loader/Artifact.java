package io.polyplug.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;

/**
 * Finds a bundle's library and keeps the search inside the bundle's folder.
 */
final class Artifact {

    private final Path directory;

    private final Manifest manifest;

    private final Path shownAs;

    private Artifact(Path directory, Manifest manifest, Path shownAs) {
        this.directory = directory;
        this.shownAs = shownAs;
        this.manifest = manifest;
    }

    /**
     * Returns the library that a manifest names.
     * @param bundleDirectory the bundle's folder
     * @param manifest the bundle's manifest
     * @param shownAs the folder that messages name, the user's rather than our copy's
     * @return the library's path below the folder, as the manifest writes it
     * @throws BundleLoadException if it is a link, lies outside the folder, or is not
     * there
     */
    static Path artifact(Path bundleDirectory, Manifest manifest, Path shownAs) {
        return new Artifact(bundleDirectory, manifest, shownAs).locate();
    }

    private Path locate() {
        Path library = resolve();
        if (!library.normalize().startsWith(this.directory.normalize())) {
            throw outside("it is written so");
        }
        if (Files.isSymbolicLink(library)) {
            throw outside("it is a symbolic link, which may lead there");
        }
        if (!Files.exists(library)) {
            throw refused("which does not exist: " + shown(library),
                    "Build the library, or correct 'file' in the manifest");
        }
        if (!Files.isRegularFile(library)) {
            throw refused("which is not a file: " + shown(library), "Correct 'file' in the manifest");
        }
        try {
            if (!library.toRealPath().startsWith(this.directory.toRealPath())) {
                throw outside("a folder on the way to it is a link that leads there");
            }
        }
        catch (IOException ex) {
            throw refused("which cannot be reached: " + shown(library), "Make it readable");
        }
        return library;
    }

    private Path resolve() {
        try {
            Path relative = Path.of(this.manifest.file());
            if (relative.isAbsolute()) {
                throw outside("it is absolute");
            }
            return this.directory.resolve(relative);
        }
        catch (InvalidPathException ex) {
            throw refused("which is not a path: " + ex.getReason(), "Correct 'file' in the manifest");
        }
    }

    private Path shown(Path library) {
        return this.shownAs.resolve(this.directory.relativize(library));
    }

    private BundleLoadException outside(String reason) {
        return refused("which is outside the bundle directory: " + reason,
                "Put the library itself into the bundle's folder and write its path relative to that");
    }

    private BundleLoadException refused(String reason, String cure) {
        return new BundleLoadException(this.manifest.name(),
                "its manifest names the library '" + this.manifest.file() + "', " + reason, cure, null);
    }

}
