package io.polyplug.files;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The private copy of a generation. It ends when its library is closed and nobody wants
 * to roll back to it. Thread-safe.
 */
public final class GenerationFiles {

    private final BundleCopy copy;

    private final String bundleName;

    private final PrivateCopies copies;

    /** The open library needs the files, and so does rollback. */
    private final AtomicInteger needs = new AtomicInteger(2);

    /**
     * Takes over a copy.
     * @param copy the files
     * @param bundleName the bundle's name, as the manifest gives it
     * @param copies what made the copy
     */
    public GenerationFiles(BundleCopy copy, String bundleName, PrivateCopies copies) {
        this.copy = copy;
        this.bundleName = bundleName;
        this.copies = copies;
    }

    /**
     * Copies the files once more.
     * @param target a folder that does not exist
     * @return the new copy
     */
    public BundleCopy again(Path target) {
        return this.copies.copyAgain(this.copy, target);
    }

    /** Tells that the library is closed. */
    public void closed() {
        release();
    }

    /** Tells that nobody can roll back to them any more, for others came to serve. */
    public void replaced() {
        this.copies.replaced(this.bundleName);
        release();
    }

    /** Tells that nobody can roll back to them any more, for the bundle is not loaded. */
    public void withdrawn() {
        this.copies.withdrawn(this.bundleName);
        release();
    }

    private void release() {
        if (this.needs.decrementAndGet() == 0) {
            this.copies.end(this.copy, this.bundleName);
        }
    }

}
