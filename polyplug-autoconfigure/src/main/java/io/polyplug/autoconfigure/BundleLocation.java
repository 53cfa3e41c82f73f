package io.polyplug.autoconfigure;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.util.ResourceUtils;

/**
 * A folder named by a property, as a plain path or a {@code file:} URL, either of them
 * possibly with {@code optional:} before it.
 *
 * @param property the property's name
 * @param value the property's value
 */
record BundleLocation(String property, String value) {

    /** A scheme has at least two letters here; a single one is a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    /**
     * Returns the folder.
     * @return the folder, or nothing if it is optional and missing
     * @throws BundleLocationException if the folder is missing and not optional, or is
     * not a folder
     */
    Optional<Path> directory() {
        boolean optional = this.value.startsWith(ConfigDataLocation.OPTIONAL_PREFIX);
        String location = optional ? this.value.substring(ConfigDataLocation.OPTIONAL_PREFIX.length()) : this.value;
        Path path = path(location).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            return Optional.of(path);
        }
        if (Files.exists(path)) {
            throw new BundleLocationException(this, "'" + path + "' is not a folder");
        }
        if (!optional) {
            throw new BundleLocationException(this, "the folder '" + path + "' does not exist");
        }
        return Optional.empty();
    }

    private Path path(String location) {
        if (location.isBlank()) {
            throw new BundleLocationException(this, "it names no folder");
        }
        try {
            if (location.startsWith(ResourceUtils.FILE_URL_PREFIX)) {
                return ResourceUtils.getFile(location).toPath();
            }
            if (SCHEME.matcher(location).matches()) {
                throw new BundleLocationException(this, "only folders of the file system can hold bundles");
            }
            return Path.of(location);
        }
        catch (FileNotFoundException | InvalidPathException ex) {
            throw new BundleLocationException(this, "it is neither a path nor a file URL: " + ex.getMessage());
        }
    }

}
