package io.polyplug.work;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
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

import io.polyplug.files.FolderDeletion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What dead processes have left in a folder. {@link RunDirectory} says why none that is
 * in use is taken for one.
 *
 * @param base the folder
 * @param host the host that this process is on
 * @param now the time, by the clock of the file system
 */
record Leftovers(Path base, HostIdentity host, Instant now) {

    /** A lock file without a folder is older than this. */
    private static final Duration OLD = Duration.ofHours(1);

    /** A process whose lock may not reach us has not written for longer than this. */
    static final Duration SILENT = Duration.ofDays(1);

    private static final int LONGEST_TEXT = 4096;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    /**
     * Removes the folders whose processes are dead. What cannot be removed is logged and
     * left.
     */
    void remove() {
        try (DirectoryStream<Path> lockFiles = Files.newDirectoryStream(this.base,
                RunDirectory.PREFIX + "*" + RunDirectory.SUFFIX)) {
            for (Path lockFile : lockFiles) {
                if (!lockFile.getFileName().toString().startsWith(RunDirectory.OWN_PREFIX)) {
                    removeIfDead(lockFile);
                }
            }
        }
        catch (IOException | DirectoryIteratorException ex) {
            logger.warn("Leftovers of earlier processes in {} were not removed", this.base, ex);
        }
    }

    private void removeIfDead(Path lockFile) {
        String name = lockFile.getFileName().toString();
        Path folder = lockFile.resolveSibling(name.substring(0, name.length() - RunDirectory.SUFFIX.length()));
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && !isOlder(lockFile, OLD)) {
                return;
            }
            try (FileChannel channel = FileChannel.open(lockFile,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
                if (channel.tryLock() != null && isDead(textOf(channel), lockFile, folder)) {
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

    /** Of an owner whose lock was got. */
    private boolean isDead(String owner, Path lockFile, Path folder) throws IOException {
        if (this.host.isReachedBy(owner, lockFile) || isOlder(lockFile, SILENT)
                || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        logger.debug(
                "Left {} alone: it belongs to a process on host '{}', and whether locks reach from there to here"
                        + " is not known. It goes when nobody has written to its lock file for a day",
                folder, HostIdentity.nameIn(owner));
        return false;
    }

    private static String textOf(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_TEXT);
        int count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = channel.read(bytes);
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    private boolean isOlder(Path lockFile, Duration age) throws IOException {
        Instant modified = Files.getLastModifiedTime(lockFile, LinkOption.NOFOLLOW_LINKS).toInstant();
        return modified.isBefore(this.now.minus(age));
    }

}
