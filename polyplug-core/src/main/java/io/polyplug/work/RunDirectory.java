package io.polyplug.work;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.polyplug.files.FolderDeletion;
import io.polyplug.files.Permissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that belongs to one running process: {@code run-x}, owned by whoever holds the
 * lock on {@code run-x.lock} beside it. Safe for any number of threads, processes and
 * hosts that create, and remove leftovers, at the same time.
 *
 * @param path the folder
 * @param lockFile the file beside it
 * @param channel holds the lock open
 * @param created when the lock file was made, by the clock of the file system
 * @param marks what tells folder and lock file from others that take their names
 */
record RunDirectory(Path path, Path lockFile, FileChannel channel, FileTime created, List<@Nullable Object> marks) {

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
     * - That the lock can be got proves this only to a process that the lock would have
     * reached. On a network file system it may hold for one host, or one mount, alone,
     * and nobody can ask for that. So the creator writes the start of its kernel and the
     * device of the file system into the lock file, before it makes the folder: where
     * both are the remover's own, there is one kernel and one mounted file system that
     * keeps all locks of the file. Otherwise the remover waits until the creator has not
     * written to the lock file for a day. Creators write every ten minutes. The times
     * that are compared are both made by the file system: that of the lock file, and that
     * of the remover's own one, which it has just made. A host that was suspended for
     * longer than a day finds its folder gone, like one whose folder was swept.
     *
     * - A lock file without a folder is let be until it is old: its creator may just be
     * about to lock it. A creator that finds its lock file locked or gone starts again
     * under another name.
     *
     * - Names are never used again. Otherwise a remover that opened the lock file of a
     * closed run could lock it late and delete the folder of a new run of that name. So a
     * folder that was swept away is replaced by one of another name.
     *
     * - Lock files of our own process are never opened, for the same rule of POSIX. That
     * is what the process's identity in the name is for; a process id alone will not do,
     * because processes in containers often have the same.
     *
     * - The channel of a folder that was swept stays open until the work directory is
     * closed: whatever of it is left there keeps its owner.
     */

    static final String PREFIX = "run-";

    static final String SUFFIX = ".lock";

    static final String OWN_PREFIX = PREFIX + ProcessHandle.current().pid() + "-"
            + Long.toString(ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L),
                    Character.MAX_RADIX)
            + "-";

    private static final int ATTEMPTS = 100;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    static RunDirectory createIn(Path base, HostIdentity host) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String name = OWN_PREFIX
                    + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
            Path lockFile = base.resolve(name + SUFFIX);
            FileChannel channel = FileChannel.open(lockFile,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    Permissions.PRIVATE_FILE.asAttributes());
            if (owns(channel, lockFile)) {
                return create(base.resolve(name), lockFile, channel, host);
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

    private static RunDirectory create(Path folder, Path lockFile, FileChannel channel, HostIdentity host)
            throws IOException {
        try {
            FileTime created = Files.getLastModifiedTime(lockFile, LinkOption.NOFOLLOW_LINKS);
            write(host.describe(lockFile), channel);
            Files.createDirectory(folder, Permissions.PRIVATE.asAttributes());
            return new RunDirectory(folder, lockFile, channel, created, marks(folder, lockFile));
        }
        catch (IOException ex) {
            Files.deleteIfExists(lockFile);
            channel.close();
            throw ex;
        }
    }

    private static void write(String text, FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        for (int at = 0; bytes.hasRemaining();) {
            at += channel.write(bytes, at);
        }
    }

    private static List<@Nullable Object> marks(Path folder, Path lockFile) throws IOException {
        return Arrays.asList(mark(folder), mark(lockFile));
    }

    /**
     * File and owner: whoever puts a folder of ours in place of the lost one is not to be
     * trusted.
     */
    private static @Nullable Object mark(Path file) throws IOException {
        return Permissions.areUnix() ? Files.readAttributes(file, "unix:fileKey,uid", LinkOption.NOFOLLOW_LINKS)
                : Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    /** Returns whether folder and lock file are still those that were made. */
    boolean isIntact() {
        try {
            return this.marks.equals(marks(this.path, this.lockFile));
        }
        catch (IOException ex) {
            return false;
        }
    }

    /** Writes to the lock file, for hosts that the lock does not reach. */
    void beat(HostIdentity host) {
        try {
            write(host.describe(this.lockFile), this.channel);
            this.channel.force(true);
        }
        catch (IOException ex) {
            logger.debug("The lock file {} could not be written to", this.lockFile, ex);
        }
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
