package io.polyplug.files;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The private copy of a generation. It is deleted when its library is closed and nobody
 * wants to roll back to it. Thread-safe.
 */
public final class GenerationFiles {

    private final BundleCopy copy;

    /** The open library is one holder, rollback the other. */
    private final AtomicInteger holders = new AtomicInteger(2);

    /**
     * Takes over a copy.
     * @param copy the files
     */
    public GenerationFiles(BundleCopy copy) {
        this.copy = copy;
    }

    /**
     * Copies the files once more.
     * @param target a folder that does not exist
     * @return the new copy
     */
    public BundleCopy again(Path target) {
        return this.copy.again(target);
    }

    /** Tells that one of the two holders is done. */
    public void release() {
        if (this.holders.decrementAndGet() == 0) {
            this.copy.delete();
        }
    }

}
