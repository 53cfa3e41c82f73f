package io.polyplug.epoch;

import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;

/**
 * A number that the holders of pins count up, each in memory of its own, so that nothing
 * is shared while it counts. Thread-safe.
 */
public final class Counter {

    private final ToLongFunction<Counter> summing;

    private final int index;

    private final ByteBuffer homeMemory;

    private final int homeAt;

    /**
     * Creates the counter.
     * @param summing adds up what all slots have
     */
    Counter(ToLongFunction<Counter> summing, int index, ByteBuffer homeMemory, int homeAt) {
        this.summing = summing;
        this.index = index;
        this.homeMemory = homeMemory;
        this.homeAt = homeAt;
    }

    /**
     * Returns what holders of other slots than home slots give to {@link PinSlot#count}.
     * @return a number from 0
     */
    public int index() {
        return this.index;
    }

    /**
     * Returns the memory of the home slots' words. The word of a home slot lies as far
     * from {@link #homeAt()} as the slot does from the first one. Only the thread whose
     * slot it is writes it, and only to add one; a reader never sees less than before.
     * @return a direct buffer
     */
    public ByteBuffer homeMemory() {
        return this.homeMemory;
    }

    /**
     * Returns where the word of the first home slot is.
     * @return the offset in {@link #homeMemory()}
     */
    public int homeAt() {
        return this.homeAt;
    }

    /**
     * Counts one more at home. Only the thread whose home slot it is may, while it holds
     * the pin and before its downcall. Plain, as whoever writes {@link #homeMemory()}
     * itself: a downcall may read all memory, so the word is written before it.
     * @param offset the distance from the first home slot to the thread's
     */
    public void countAtHome(long offset) {
        addAtHome(offset, 1);
    }

    /**
     * Takes back what {@link #countAtHome} has counted in the same pin.
     * @param offset the distance from the first home slot to the thread's
     */
    public void uncountAtHome(long offset) {
        addAtHome(offset, -1);
    }

    private void addAtHome(long offset, long more) {
        int word = this.homeAt + (int) offset;
        this.homeMemory.putLong(word, this.homeMemory.getLong(word) + more);
    }

    /**
     * Returns what was counted. Whoever asks after somebody else gets no less.
     * @return the sum over all slots
     */
    public long sum() {
        return this.summing.applyAsLong(this);
    }

}
