package io.polyplug.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.platform.FileNames;
import io.polyplug.zip.BundlePath;

/**
 * Finds a bundle's library and keeps the search inside the bundle's folder: links are
 * followed, and must not lead out of it.
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
     * @return the library's path below the folder, with all links followed
     * @throws BundleLoadException if it lies outside the folder, also where a link leads
     * there, or is not there
     */
    static Path artifact(Path bundleDirectory, Manifest manifest, Path shownAs) {
        return new Artifact(bundleDirectory, manifest, shownAs).locate();
    }

    /**
     * Returns the folder of the library as the manifest writes it, links not followed.
     */
    static Path folder(Path bundleDirectory, Manifest manifest, Path shownAs) {
        Path library = new Artifact(bundleDirectory, manifest, shownAs).resolve().normalize();
        return Objects.requireNonNull(library.getParent());
    }

    private Path locate() {
        Path library = resolve();
        if (!library.normalize().startsWith(this.directory.normalize())) {
            throw outside("it is written so");
        }
        if (isPlainFileInTheFolder(library)) {
            return library;
        }
        if (!Files.exists(library)) {
            throw refused(
                    "which " + (Files.isSymbolicLink(library) ? "is a link that leads to nothing" : "does not exist")
                            + ": " + shown(library),
                    FileNames.cure(this.manifest.file(), "Build the library, or correct 'file' in the manifest"));
        }
        if (!Files.isRegularFile(library)) {
            throw refused("which is not a file: " + shown(library), "Correct 'file' in the manifest");
        }
        return followed(library);
    }

    /** So almost all libraries are, and a reload asks the system as little as it can. */
    private boolean isPlainFileInTheFolder(Path library) {
        return this.directory.equals(library.getParent()) && library.equals(library.normalize())
                && Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS);
    }

    private Path followed(Path library) {
        try {
            Path root = this.directory.toRealPath();
            Path file = library.toRealPath();
            if (!file.startsWith(root)) {
                throw outside(Files.isSymbolicLink(library) ? "it is a symbolic link that leads there"
                        : "a folder on the way to it is a link that leads there");
            }
            return this.directory.resolve(root.relativize(file));
        }
        catch (IOException ex) {
            throw refused("which cannot be reached: " + shown(library), "Make it readable");
        }
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
            throw refused("which is not a path: " + ex.getReason(),
                    FileNames.cure(this.manifest.file(), "Correct 'file' in the manifest"));
        }
    }

    private Path shown(Path library) {
        return BundlePath.in(this.shownAs, this.directory.relativize(library).toString());
    }

    private BundleLoadException outside(String reason) {
        return refused("which is outside the bundle directory: " + reason,
                "Put the library itself into the bundle's folder and write its path relative to that");
    }

    private BundleLoadException refused(String reason, String cure) {
        return new BundleLoadException(this.manifest.name(), Explanation.ofBundle(this.manifest.name(),
                "its manifest names the library '" + this.manifest.file() + "', " + reason, cure));
    }

}
