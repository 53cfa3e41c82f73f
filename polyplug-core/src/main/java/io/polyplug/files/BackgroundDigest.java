package io.polyplug.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The digest of a private copy. To hash the files takes about half as long as all else
 * that a reload does, and no call waits for it: that is done beside the reload, or by
 * whoever asks before it has begun. Thread-safe.
 */
final class BackgroundDigest {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    private final FutureTask<String> task;

    private volatile boolean unwanted;

    private BackgroundDigest(Path folder, FolderListing listing, Map<Path, byte[]> contents) {
        this.task = new FutureTask<>(() -> compute(folder, listing, contents));
    }

    /**
     * Begins to compute a digest; where the files were hashed already it is done at once.
     * @param folder the private copy
     * @param listing what is in it
     * @param contents the SHA-256 of the files by the path in the listing, or nothing if
     * they were not hashed yet
     * @return the digest
     */
    static BackgroundDigest of(Path folder, FolderListing listing, Map<Path, byte[]> contents) {
        BackgroundDigest digest = new BackgroundDigest(folder, listing, contents);
        if (contents.isEmpty()) {
            ForkJoinPool.commonPool().execute(digest.task);
        }
        else {
            digest.task.run();
        }
        return digest;
    }

    private String compute(Path folder, FolderListing listing, Map<Path, byte[]> contents) {
        try {
            return ContentDigest.of(folder, listing, contents, () -> !this.unwanted);
        }
        catch (IOException ex) {
            if (!this.unwanted) {
                logger.debug("The digest of the private copy {} could not be computed", folder, ex);
            }
            return "";
        }
    }

    /** Stops computing, if that is still to be done. */
    void forget() {
        this.unwanted = true;
    }

    /**
     * Waits for the digest, whatever interrupts the calling thread.
     * @return 64 hexadecimal digits; nothing if the files were removed before they were
     * read
     */
    String await() {
        this.task.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return this.task.get();
                }
                catch (InterruptedException ex) {
                    interrupted = true;
                }
                catch (ExecutionException ex) {
                    throw new IllegalStateException("The digest of a private copy could not be computed",
                            ex.getCause());
                }
            }
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

}
