package io.polyplug.files;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The private copy of a generation. It is deleted when its library is closed and nobody
 * wants to roll back to it. Thread-safe.
 */
public final class GenerationFiles {

    private final BundleCopy copy;

    /** The open library needs the files, and so does rollback. */
    private final AtomicInteger needs = new AtomicInteger(2);

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

    /** Tells that one of the two needs them no more. */
    public void release() {
        if (this.needs.decrementAndGet() == 0) {
            this.copy.delete();
        }
    }

}
