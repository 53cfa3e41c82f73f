package io.polyplug.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that belongs to one running process: {@code run-x}, owned by whoever holds the
 * lock on {@code run-x.lock} beside it. Safe for any number of threads and processes that
 * create, and remove leftovers, at the same time.
 *
 * @param path the folder
 * @param lockFile the file beside it
 * @param channel holds the lock open
 */
record RunDirectory(Path path, Path lockFile, FileChannel channel) {

    /*
     * Why a folder that is in use is never removed:
     *
     * - The creator locks, and then makes the folder. So who first sees the folder and
     * then gets the lock knows that the creator has locked and has given the lock up: it
     * is dead, or done. The other order will not do: closing any channel to a file
     * releases all locks that the process has on it (POSIX), so of two threads that look
     * at one lock file the one that fails takes away the other's lock, and the creator
     * gets it in spite of what the other thread believes.
     *
     * - A lock file without a folder is let be until it is old: its creator may just be
     * about to lock it. A creator that finds its lock file locked or gone starts again
     * under another name.
     *
     * - Names are never used again. Otherwise a remover that opened the lock file of a
     * closed run could lock it late and delete the folder of a new run of that name.
     *
     * - Lock files of our own process are never opened, for the same rule of POSIX. That
     * is what the process's identity in the name is for; a process id alone will not do,
     * because processes in containers often have the same.
     */

    private static final String PREFIX = "run-";

    private static final String SUFFIX = ".lock";

    private static final String OWN_PREFIX = PREFIX + ProcessHandle.current().pid() + "-"
            + Long.toString(ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L),
                    Character.MAX_RADIX)
            + "-";

    private static final Duration OLD = Duration.ofHours(1);

    private static final int ATTEMPTS = 100;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    static RunDirectory createIn(Path base) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String name = OWN_PREFIX
                    + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
            Path lockFile = base.resolve(name + SUFFIX);
            FileChannel channel = FileChannel.open(lockFile,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    Permissions.PRIVATE_FILE.asAttributes());
            if (owns(channel, lockFile)) {
                return new RunDirectory(createFolder(base.resolve(name), lockFile, channel), lockFile, channel);
            }
            channel.close();
        }
        throw new IOException("no lock file could be kept in " + base);
    }

    private static boolean owns(FileChannel channel, Path lockFile) throws IOException {
        try {
            return channel.tryLock() != null && Files.exists(lockFile, LinkOption.NOFOLLOW_LINKS);
        }
        catch (IOException ex) {
            channel.close();
            Files.deleteIfExists(lockFile);
            throw new IOException("its file system does not lock files (" + ex.getMessage() + ")", ex);
        }
    }

    private static Path createFolder(Path folder, Path lockFile, FileChannel channel) throws IOException {
        try {
            return Files.createDirectory(folder, Permissions.PRIVATE.asAttributes());
        }
        catch (IOException ex) {
            Files.deleteIfExists(lockFile);
            channel.close();
            throw ex;
        }
    }

    /**
     * Removes the folders whose processes are dead. What cannot be removed is logged and
     * left.
     */
    static void removeLeftovers(Path base) {
        try (DirectoryStream<Path> lockFiles = Files.newDirectoryStream(base, PREFIX + "*" + SUFFIX)) {
            for (Path lockFile : lockFiles) {
                if (!lockFile.getFileName().toString().startsWith(OWN_PREFIX)) {
                    removeIfDead(lockFile);
                }
            }
        }
        catch (IOException | DirectoryIteratorException ex) {
            logger.warn("Leftovers of earlier processes in {} were not removed", base, ex);
        }
    }

    private static void removeIfDead(Path lockFile) {
        String name = lockFile.getFileName().toString();
        Path folder = lockFile.resolveSibling(name.substring(0, name.length() - SUFFIX.length()));
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && !isOld(lockFile)) {
                return;
            }
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS)) {
                if (channel.tryLock() != null) {
                    FolderDeletion.delete(folder);
                    Files.deleteIfExists(lockFile);
                    logger.debug("Removed what a dead process left: {}", folder);
                }
            }
        }
        catch (NoSuchFileException ex) {
            logger.trace("Another process removed {}", lockFile);
        }
        catch (OverlappingFileLockException ex) {
            logger.trace("Another thread removes {}", lockFile);
        }
        catch (IOException ex) {
            logger.warn("What a dead process left was not removed: {}", folder, ex);
        }
    }

    private static boolean isOld(Path lockFile) throws IOException {
        Instant modified = Files.getLastModifiedTime(lockFile, LinkOption.NOFOLLOW_LINKS).toInstant();
        return modified.isBefore(Instant.now().minus(OLD));
    }

    /**
     * Removes the folder and gives up its lock, in this order. What cannot be removed is
     * left to a later process.
     */
    void remove() {
        try (this.channel) {
            FolderDeletion.delete(this.path);
            Files.deleteIfExists(this.lockFile);
        }
        catch (IOException ex) {
            logger.warn("The work directory {} was not removed; the next process will try again", this.path, ex);
        }
    }

}
