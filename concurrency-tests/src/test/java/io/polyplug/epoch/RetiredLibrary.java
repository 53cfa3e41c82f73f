package io.polyplug.epoch;

import java.util.function.Predicate;

/**
 * A library that waits to be unmapped. Only the reclaiming actor and whoever it has met
 * look at it.
 */
public class RetiredLibrary implements Retired {

    private final Library library;

    private final Predicate<Reader> readers;

    private int unmapped;

    /**
     * Creates it.
     * @param library what to unmap
     * @param readers who may use it
     */
    public RetiredLibrary(Library library, Predicate<Reader> readers) {
        this.library = library;
        this.readers = readers;
    }

    @Override
    public Predicate<Reader> readers() {
        return this.readers;
    }

    @Override
    public void reclaim() {
        this.library.unmap();
        this.unmapped++;
    }

    /**
     * Returns how often it was unmapped.
     * @return 0 or 1
     */
    public int unmapped() {
        return this.unmapped;
    }

}
