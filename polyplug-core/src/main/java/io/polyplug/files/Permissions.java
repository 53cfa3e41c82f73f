package io.polyplug.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The permissions that private folders and files have. Where the file system knows none,
 * nothing is set.
 */
public final class Permissions {

    private static final Set<String> VIEWS = FileSystems.getDefault().supportedFileAttributeViews();

    private static final boolean POSIX = VIEWS.contains("posix");

    /** A folder that only its owner can enter and change. */
    public static final Permissions PRIVATE = new Permissions("rwx------");

    /** A folder that only its owner can enter and nobody can change. */
    static final Permissions SEALED = new Permissions("r-x------");

    /** A file that only its owner can read and change. */
    public static final Permissions PRIVATE_FILE = new Permissions("rw-------");

    /** A file that only its owner can read and nobody can change. */
    static final Permissions SEALED_FILE = new Permissions("r--------");

    private final Set<PosixFilePermission> permissions;

    private final FileAttribute<?>[] attributes;

    private Permissions(String text) {
        this.permissions = PosixFilePermissions.fromString(text);
        this.attributes = POSIX ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(this.permissions) }
                : new FileAttribute<?>[0];
    }

    /**
     * {@return whether files have permissions that can be read and set}
     */
    public static boolean areKnown() {
        return POSIX;
    }

    /**
     * {@return whether files have what only Unix knows of them} The file system is not
     * asked, for that needs its entry in the table of mounts, which a changed root may
     * not have.
     */
    public static boolean areUnix() {
        return VIEWS.contains("unix");
    }

    /**
     * {@return what a file or folder has to be created with to have these permissions
     * from its first moment}
     */
    public FileAttribute<?>[] asAttributes() {
        return this.attributes.clone();
    }

    void applyTo(Path path) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(path, this.permissions);
        }
    }

}
