package io.polyplug.autoconfigure.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

/**
 * A folder for copies that goes when it is closed, and which only this user may enter.
 * What a process that was killed has left is removed by the next one that makes a folder
 * of the same kind. Thread-safe.
 */
public final class TemporaryFolder implements AutoCloseable {

    /*
     * A living process holds a lock on the file beside its folder, from before the folder
     * is there until it is gone. So who sees the folder first and then gets the lock
     * knows that its process has ended. Files of this process are never opened for that:
     * closing any channel of a file ends all locks that the process has on it. Its start
     * is in the name, for in containers many processes have the same number.
     */

    private static final String LOCK = ".lock";

    private static final String PROCESS = ProcessHandle.current().pid() + "-"
            + Long.toString(ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L),
                    Character.MAX_RADIX)
            + "-";

    private static final Logger logger = LoggerFactory.getLogger("polyplug.locations");

    private final Path path;

    private final Path lockFile;

    private final FileChannel lock;

    private TemporaryFolder(Path path, Path lockFile, FileChannel lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes a folder below the temporary folder of this Java.
     * @param kind what its name begins with
     * @return the folder
     * @throws IOException if it cannot be made
     */
    public static TemporaryFolder create(String kind) throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")), kind);
    }

    static TemporaryFolder create(Path parent, String kind) throws IOException {
        Path real = parent.toRealPath();
        Path lockFile = Files.createTempFile(real, kind + PROCESS, LOCK);
        FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        try {
            lock(lock, lockFile);
            Path path = folderOf(lockFile);
            Files.createDirectory(path, ownerOnly());
            TemporaryFolder made = new TemporaryFolder(path, lockFile, lock);
            made.removeLeftovers(kind);
            return made;
        }
        catch (IOException ex) {
            lock.close();
            Files.deleteIfExists(lockFile);
            throw ex;
        }
    }

    /** Without a lock the folder is one that nobody removes after a kill. */
    private static void lock(FileChannel lock, Path lockFile) throws IOException {
        try {
            lock.tryLock();
        }
        catch (IOException ex) {
            logger.debug("{} cannot be locked", lockFile, ex);
            Files.delete(lockFile);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
                : new FileAttribute<?>[0];
    }

    private static Path folderOf(Path lockFile) {
        String name = lockFile.getFileName().toString();
        return lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    }

    private void removeLeftovers(String kind) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(this.path.getParent(), kind + "*" + LOCK)) {
            UserPrincipal user = Files.getOwner(this.path);
            for (Path each : locks) {
                if (!each.getFileName().toString().startsWith(kind + PROCESS)) {
                    removeIfLeft(each, user);
                }
            }
        }
        catch (IOException ex) {
            logger.debug("What killed processes may have left in {} stays", this.path.getParent(), ex);
        }
    }

    /** Whatever others put there is let be. */
    private static void removeIfLeft(Path lockFile, UserPrincipal user) throws IOException {
        Path folder = folderOf(lockFile);
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || !Files.isRegularFile(lockFile, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)
                    || !Files.getOwner(lockFile, LinkOption.NOFOLLOW_LINKS).equals(user)) {
                return;
            }
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held != null) {
                    FileSystemUtils.deleteRecursively(folder);
                    Files.deleteIfExists(lockFile);
                    logger.info("Removed {}, which a process has left that was killed", folder);
                }
            }
        }
        catch (NoSuchFileException ex) {
            logger.debug("Another process has removed it", ex);
        }
    }

    /**
     * {@return the folder}
     */
    public Path path() {
        return this.path;
    }

    /**
     * Removes the folder and what is in it. What cannot be removed is left to the next
     * process.
     * @throws IOException if it cannot be removed
     */
    @Override
    public void close() throws IOException {
        try (this.lock) {
            FileSystemUtils.deleteRecursively(this.path);
            Files.deleteIfExists(this.lockFile);
        }
    }

}
