package io.polyplug.epoch;

/**
 * Who takes pins for one purpose: the callers of one cell, or the makers of guards.
 * Immutable and thread-safe.
 */
public final class Reader {

    private final int index;

    private final String label;

    Reader(int index, String label) {
        this.index = index;
        this.label = label;
    }

    /**
     * Returns what stands in the words of this reader's pins.
     * @return a number from 0, below 2<sup>24</sup>
     */
    public int index() {
        return this.index;
    }

    /**
     * {@return what holders of these pins are called in statistics}
     */
    String label() {
        return this.label;
    }

    @Override
    public String toString() {
        return this.label;
    }

}
