package io.polyplug.work;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import io.polyplug.error.ConfigurationException;
import io.polyplug.platform.FileNames;
import io.polyplug.files.Permissions;
import org.jspecify.annotations.Nullable;

/**
 * One folder a bundle for the files that it writes: below a folder that the operator
 * names, or else in the work directory, from where it goes when the runtime closes.
 * Thread-safe.
 */
public final class DataDirectories {

    private static final String SETTING = "data-directory";

    private static final String CURE = ". Let the user that runs this process write to it, or set polyplug.data-directory"
            + " (in plain Java: dataDirectory of the builder) to another folder";

    private static final int LONGEST_NAME = 100;

    private final @Nullable Path base;

    private DataDirectories(@Nullable Path base) {
        this.base = base;
    }

    /**
     * Prepares the folder that the operator names.
     * @param configured the folder, created if missing; {@code null} for the work
     * directory
     * @return the folders below it
     * @throws ConfigurationException if it cannot be made
     */
    public static DataDirectories in(@Nullable Path configured) {
        if (configured == null) {
            return new DataDirectories(null);
        }
        try {
            Path base = Files.createDirectories(configured.toAbsolutePath()).toRealPath();
            if (!FileNames.areKept(base)) {
                throw refused(configured,
                        "bundles are given its path in UTF-8, and its bytes are not that. " + FileNames
                            .cure(base.toString(), "Set polyplug.data-directory (in plain Java: dataDirectory"
                                    + " of the builder) to another folder"),
                        null);
            }
            return new DataDirectories(base);
        }
        catch (IOException ex) {
            throw refused(configured, ex + CURE, ex);
        }
    }

    /**
     * Returns the folder of a bundle, and makes it if it is not there.
     * @param bundleName the bundle's name, whatever characters it has
     * @param work where it is if the operator has named no folder
     * @return an absolute path
     * @throws ConfigurationException if it cannot be made
     */
    public Path of(String bundleName, WorkDirectory work) {
        Path parent = (this.base != null) ? this.base : work.dataDirectory();
        Path folder = parent.resolve(folderName(bundleName));
        try {
            Files.createDirectories(parent, Permissions.PRIVATE.asAttributes());
            return Files.createDirectories(folder, Permissions.PRIVATE.asAttributes());
        }
        catch (IOException ex) {
            throw refused(folder, ex + CURE, ex);
        }
    }

    /** No two bundles have one name. */
    private static String folderName(String bundleName) {
        String name = URLEncoder.encode(bundleName, StandardCharsets.UTF_8);
        String visible = name.startsWith(".") ? "%2E" + name.substring(1) : name;
        return (visible.length() <= LONGEST_NAME) ? visible : visible.substring(0, LONGEST_NAME) + "~"
                + UUID.nameUUIDFromBytes(bundleName.getBytes(StandardCharsets.UTF_8));
    }

    private static ConfigurationException refused(Path folder, String reason, @Nullable Throwable cause) {
        return new ConfigurationException(SETTING, "The data directory " + folder + " cannot be used: " + reason,
                cause);
    }

}
