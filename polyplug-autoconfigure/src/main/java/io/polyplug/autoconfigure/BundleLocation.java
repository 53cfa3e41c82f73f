package io.polyplug.autoconfigure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

import io.polyplug.archive.BundleArchive;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.util.ResourceUtils;

/**
 * A folder or archive named by a property, as a plain path, a {@code file:} URL or a
 * location on the class path, each of them possibly with {@code optional:} before it.
 *
 * @param property the property's name
 * @param value the property's value
 */
record BundleLocation(String property, String value) {

    /** A scheme has at least two letters here; a single one is a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    /**
     * Returns the folder or archive.
     * @param classPath has copies of what is on the class path
     * @return its path, or nothing if it is optional and missing
     * @throws BundleLocationException if it is missing and not optional, or is neither a
     * folder nor an archive
     */
    Optional<Path> find(ClassPathBundles classPath) {
        boolean optional = this.value.startsWith(ConfigDataLocation.OPTIONAL_PREFIX);
        String location = optional ? this.value.substring(ConfigDataLocation.OPTIONAL_PREFIX.length()) : this.value;
        if (ClassPathBundles.include(location)) {
            return onClassPath(location, optional, classPath);
        }
        Path path = path(location).toAbsolutePath().normalize();
        if (Files.isDirectory(path) || BundleArchive.isArchive(path)) {
            return Optional.of(path);
        }
        if (Files.exists(path)) {
            throw new BundleLocationException(this,
                    "'" + path + "' is not a folder, nor an archive whose name ends with " + BundleArchive.EXTENSION);
        }
        if (!optional) {
            throw new BundleLocationException(this,
                    "the " + (isNamedLikeArchive(path) ? "archive" : "folder") + " '" + path + "' does not exist");
        }
        return Optional.empty();
    }

    private static boolean isNamedLikeArchive(Path path) {
        return path.toString().endsWith(BundleArchive.EXTENSION);
    }

    private Optional<Path> onClassPath(String location, boolean optional, ClassPathBundles classPath) {
        try {
            Optional<Path> copy = classPath.copyOf(location);
            if (copy.isEmpty() && classPath.hasFolderOfBundle(location)) {
                throw new BundleLocationException(this,
                        "the bundle there is a folder, and native code cannot be opened" + " from the class path",
                        "Pack the bundle's folder into an archive, with 'polyplug pack' or 'mvn polyplug:pack', and put"
                                + " that on the class path. Or name a folder of the file system.");
            }
            if (copy.isEmpty() && !optional) {
                throw new BundleLocationException(this,
                        "no archive of a bundle, a file whose name ends with " + BundleArchive.EXTENSION
                                + ", is there on the class path",
                        "Correct '" + this.property
                                + "', put an archive there, or put 'optional:' before the value if it"
                                + " may be missing.");
            }
            return copy;
        }
        catch (IOException ex) {
            throw new BundleLocationException(this, "what is there could not be copied: " + ex,
                    "Let this process write to the temporary folder '" + System.getProperty("java.io.tmpdir")
                            + "', with room there for the copy.");
        }
    }

    private Path path(String location) {
        if (location.isBlank()) {
            throw new BundleLocationException(this, "it names no folder or archive");
        }
        try {
            if (location.startsWith(ResourceUtils.FILE_URL_PREFIX)) {
                return ResourceUtils.getFile(location).toPath();
            }
            if (SCHEME.matcher(location).matches()) {
                throw new BundleLocationException(this, "only the file system and the class path can hold bundles");
            }
            return Path.of(location);
        }
        catch (FileNotFoundException | InvalidPathException ex) {
            throw new BundleLocationException(this, "it is neither a path nor a file URL: " + ex.getMessage());
        }
    }

}
