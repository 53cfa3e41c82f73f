package io.polyplug.epoch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How slots lie in memory: all of one size, one behind the other, none in a cache line of
 * another. Immutable and thread-safe.
 *
 * @param <A> what is prepared once for the memory of a slot
 * @param size the distance from one slot to the next, in bytes
 * @param preparation makes the attachment of each new slot
 */
record SlotLayout<A>(int size, PinSlot.Preparation<A> preparation) {

    private static final int ALIGNMENT = 64;

    /**
     * Lays slots out.
     * @param memorySize bytes of memory that the holder of a pin gets
     */
    static <A> SlotLayout<A> of(int memorySize, PinSlot.Preparation<A> preparation) {
        return new SlotLayout<>((PinSlot.MEMORY + memorySize + ALIGNMENT - 1) & -ALIGNMENT, preparation);
    }

    /** Returns memory of the size of some slots, all zeros. */
    ByteBuffer allocate(int count) {
        return ByteBuffer.allocateDirect(count * this.size + ALIGNMENT)
            .alignedSlice(ALIGNMENT)
            .order(ByteOrder.nativeOrder());
    }

    /** Makes one of the slots in such memory. */
    PinSlot<A> slot(ByteBuffer memory, int index) {
        return new PinSlot<>(memory.slice(index * this.size, this.size).order(ByteOrder.nativeOrder()),
                this.preparation);
    }

}
