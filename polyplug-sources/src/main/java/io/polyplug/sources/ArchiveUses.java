package io.polyplug.sources;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.polyplug.sources.fetch.Digest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which archives of a folder are in use, by this process or another: each holds a shared
 * lock on one byte of a common file for each archive, which the system takes from it when
 * it ends, however it ends. An archive is removed under an exclusive lock on that byte.
 * Nobody waits for a lock. Thread-safe.
 */
final class ArchiveUses implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.sources");

    /**
     * By file, and guarded by itself. Locks belong to the process, and closing any
     * channel of the file ends all of them: so there is one channel.
     */
    private static final Map<Path, Locks> open = new HashMap<>();

    private final Path file;

    private final Locks locks;

    private final Set<Digest> used = new HashSet<>();

    /**
     * Opens the file, or makes it.
     * @param file the file, by its real path
     */
    ArchiveUses(Path file) throws IOException {
        this.file = file;
        synchronized (open) {
            Locks present = open.get(file);
            this.locks = (present != null) ? present : new Locks(FileChannel.open(file, StandardOpenOption.CREATE,
                    StandardOpenOption.READ, StandardOpenOption.WRITE));
            this.locks.users++;
            open.put(file, this.locks);
        }
    }

    /**
     * Takes an archive for one that is used.
     * @return whether it is one now, rather than being removed at this moment
     */
    boolean begin(Digest digest, Path archive) {
        synchronized (open) {
            if (!this.used.contains(digest) && !this.locks.begin(digest)) {
                return false;
            }
            this.used.add(digest);
            if (Files.exists(archive)) {
                return true;
            }
            end(digest);
            return false;
        }
    }

    void end(Digest digest) {
        synchronized (open) {
            if (this.used.remove(digest)) {
                this.locks.end(digest);
            }
        }
    }

    /**
     * Removes an archive unless somebody uses it.
     * @return whether it was removed
     */
    boolean remove(Digest digest, Path archive) throws IOException {
        synchronized (open) {
            if (this.locks.counts.containsKey(digest)) {
                return false;
            }
            try (FileLock lock = this.locks.lock(digest, false)) {
                return lock != null && Files.deleteIfExists(archive);
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (open) {
            Set.copyOf(this.used).forEach(this::end);
            this.locks.users--;
            if (this.locks.users == 0) {
                open.remove(this.file);
                this.locks.channel.close();
            }
        }
    }

    /** What this process has locked. */
    private static final class Locks {

        private final FileChannel channel;

        private final Map<Digest, Integer> counts = new HashMap<>();

        private final Map<Digest, FileLock> held = new HashMap<>();

        private int users;

        Locks(FileChannel channel) {
            this.channel = channel;
        }

        /** Where files cannot be locked nothing is removed, so nothing need be held. */
        boolean begin(Digest digest) {
            if (!this.counts.containsKey(digest)) {
                try {
                    FileLock lock = lock(digest, true);
                    if (lock == null) {
                        return false;
                    }
                    this.held.put(digest, lock);
                }
                catch (IOException ex) {
                    logger.debug("The use of {} cannot be told to other processes", digest, ex);
                }
            }
            this.counts.merge(digest, 1, Integer::sum);
            return true;
        }

        void end(Digest digest) {
            if (this.counts.merge(digest, -1, Integer::sum) > 0) {
                return;
            }
            this.counts.remove(digest);
            try (FileLock lock = this.held.remove(digest)) {
                logger.trace("{} is not used any more: {}", digest, lock);
            }
            catch (IOException ex) {
                logger.debug("{} stays locked until this process ends", digest, ex);
            }
        }

        /** Two archives may share a byte, and one is kept for the other then. */
        @Nullable FileLock lock(Digest digest, boolean shared) throws IOException {
            long place = new BigInteger(digest.hex().substring(0, 15), 16).longValueExact();
            try {
                return this.channel.tryLock(place, 1, shared);
            }
            catch (OverlappingFileLockException ex) {
                return null;
            }
        }

    }

}
