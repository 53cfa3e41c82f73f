package io.polyplug.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the private copies of one runtime. What is left of one that a replaced generation
 * had is kept until the next reload, which writes over it. Thread-safe.
 */
public final class PrivateCopies {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    private final boolean hashing;

    /** The bundles of which something may be kept: they are loaded, and were replaced. */
    private final Set<String> replaced = new HashSet<>();

    private @Nullable String spareOf;

    private @Nullable SpareCopy spare;

    /**
     * Creates it.
     * @param hashing whether the hashes of files are needed as soon as they are copied
     */
    public PrivateCopies(boolean hashing) {
        this.hashing = hashing;
    }

    /**
     * Copies a bundle.
     * @param bundle the bundle's folder or archive, or a link to it
     * @param target where the copy is made; nothing is there yet, and the folder around
     * it is
     * @param bundleName what messages call the bundle
     * @return the copy
     * @throws io.polyplug.error.BundleLoadException if the folder cannot be copied,
     * changes meanwhile, or holds what no bundle may hold
     */
    public BundleCopy copy(Path bundle, Path target, String bundleName) {
        try (FileCopier copier = new FileCopier(this.hashing)) {
            return BundleCopy.of(bundle, target, bundleName, copier, this::take);
        }
    }

    /**
     * Copies a copy.
     * @param copy the copy
     * @param target where the new copy is made; nothing is there yet, and the folder
     * around it is
     * @return the new copy
     * @throws io.polyplug.error.BundleLoadException if the copy is not there any more as
     * it was made, or cannot be copied
     */
    BundleCopy copyAgain(BundleCopy copy, Path target) {
        copy.requireWhole();
        return copy(copy.directory(), target, copy.bundleName());
    }

    private synchronized @Nullable SpareCopy take() {
        SpareCopy taken = this.spare;
        this.spare = null;
        this.spareOf = null;
        return taken;
    }

    /** Tells that a generation of a bundle was replaced. */
    synchronized void replaced(String bundleName) {
        this.replaced.add(bundleName);
    }

    /** Tells that a bundle is not loaded any more: nothing of it is kept. */
    void withdrawn(String bundleName) {
        SpareCopy left = null;
        synchronized (this) {
            this.replaced.remove(bundleName);
            if (bundleName.equals(this.spareOf)) {
                left = take();
            }
        }
        delete(left);
    }

    /** Ends a copy that nobody needs any more. */
    void end(BundleCopy copy, String bundleName) {
        if (!isReplaced(bundleName)) {
            copy.delete();
            return;
        }
        SpareCopy left = copy.end();
        synchronized (this) {
            if (left != null && this.replaced.contains(bundleName)) {
                SpareCopy before = this.spare;
                this.spare = left;
                this.spareOf = bundleName;
                left = before;
            }
        }
        delete(left);
    }

    private synchronized boolean isReplaced(String bundleName) {
        return this.replaced.contains(bundleName);
    }

    private static void delete(@Nullable SpareCopy left) {
        if (left != null) {
            try {
                left.delete();
            }
            catch (IOException | RuntimeException ex) {
                logger.debug("What was left of a private copy was not removed", ex);
            }
        }
    }

}
