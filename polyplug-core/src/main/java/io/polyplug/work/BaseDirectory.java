package io.polyplug.work;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

import io.polyplug.error.ConfigurationException;
import io.polyplug.platform.FileNames;
import io.polyplug.files.Permissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder below which processes have their private ones: the configured one, or one of
 * this user in the temporary folder.
 *
 * @param path the folder's real path
 * @param shared whether the folder lies where other users could have made it, so that it
 * has to be proved ours
 */
record BaseDirectory(Path path, boolean shared) {

    static final String SETTING = "work-directory";

    private static final String CURE = "Set polyplug.work-directory (in plain Java: workDirectory of the builder) to a"
            + " folder of your own";

    private static final int OTHERS_WRITE = 0002;

    private static final int STICKY = 01000;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    /**
     * Makes the folder if it is missing.
     * @param mounts tell whether libraries can be opened from it; {@code null} where none
     * will be
     */
    static BaseDirectory of(@Nullable Path configured, @Nullable MountTable mounts) {
        Path wanted = (configured != null) ? configured : defaultPath();
        try {
            BaseDirectory base = (configured != null) ? configured(configured) : temporary(wanted);
            if (mounts != null) {
                base.requireKeptName();
                base.requireExecution(mounts);
            }
            return base;
        }
        catch (FileAlreadyExistsException ex) {
            throw refused(
                    "The work directory " + wanted + " cannot be used: it, or a folder above it, is a file. " + CURE,
                    ex);
        }
        catch (IOException ex) {
            throw refused("The work directory " + wanted + " cannot be used: " + ex + ". "
                    + FileNames.cure(wanted.toString(), CURE), ex);
        }
    }

    private static Path defaultPath() {
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        String temporary = System.getProperty("java.io.tmpdir", ".");
        try {
            return Path.of(temporary, "polyplug-" + user);
        }
        catch (InvalidPathException ex) {
            throw refused("The temporary folder " + temporary + " cannot be used: " + ex.getReason() + ". "
                    + FileNames.cure(temporary, CURE), ex);
        }
    }

    /** Libraries are opened by native code, which knows bytes and no locale. */
    private void requireKeptName() {
        if (!FileNames.areKept(this.path)) {
            throw refused(
                    "The work directory " + this.path + " cannot be used: native code is given paths in UTF-8, and"
                            + " the bytes of this one are not that. " + FileNames.cure(this.path.toString(), CURE),
                    null);
        }
    }

    private static BaseDirectory configured(Path configured) throws IOException {
        Path base = Files.createDirectories(configured.toAbsolutePath()).toRealPath();
        if (Permissions.areUnix()
                && ((Integer) Files.getAttribute(base, "unix:mode") & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE) {
            logger.warn(
                    "Any user can replace what is in the work directory {}. Take that permission away: chmod o-w {}",
                    base, base);
        }
        return new BaseDirectory(base, false);
    }

    private static BaseDirectory temporary(Path base) throws IOException {
        try {
            Files.createDirectory(base, Permissions.PRIVATE.asAttributes());
        }
        catch (FileAlreadyExistsException ex) {
            if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
                throw refused("The work directory " + base + " cannot be used: it is not a folder. " + CURE, ex);
            }
        }
        if (Permissions.areKnown()) {
            Set<PosixFilePermission> permissions = Files
                .readAttributes(base, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .permissions();
            if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw refused(
                        "The work directory " + base + " cannot be used: other users can write to it. Say chmod 700 "
                                + base + " after a look at what is in it. " + CURE,
                        null);
            }
        }
        return new BaseDirectory(base.toRealPath(), true);
    }

    private void requireExecution(MountTable mounts) {
        mounts.holding(this.path).filter(MountTable.Mount::forbidsExecution).ifPresent((mount) -> {
            throw refused("The work directory " + this.path + " cannot be used: " + mount.point()
                    + " is mounted noexec, so that no library can be opened from it. Mount it without noexec, or choose"
                    + " another file system. " + CURE, null);
        });
    }

    /**
     * Refuses a folder that was made by another user than the one that made the given
     * file.
     */
    void requireOwnerOf(Path ownFile) throws IOException {
        if (this.shared && Permissions.areKnown()
                && !Files.getOwner(this.path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(ownFile))) {
            throw refused("The work directory " + this.path + " cannot be used: it belongs to "
                    + Files.getOwner(this.path) + ", and this process runs as " + Files.getOwner(ownFile) + ". " + CURE,
                    null);
        }
    }

    static ConfigurationException refused(String message, @Nullable Throwable cause) {
        return new ConfigurationException(SETTING, message, cause);
    }

}
