package io.polyplug.epoch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The word of a slot, for twins that get at it by weaker accesses. Thread-safe. Home
 * slots have memory that can be had; what is done to their words here is what others do
 * to those of ordinary slots.
 */
final class SlotWord {

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment memory;

    private final long offset;

    SlotWord(Pins<?> pins, int index) {
        this.memory = MemorySegment.ofBuffer(pins.homes().memory());
        this.offset = (long) index * pins.homes().slotSize() + PinSlot.WORD;
    }

    long getVolatile() {
        return (long) WORD.getVolatile(this.memory, this.offset);
    }

    void setVolatile(long word) {
        WORD.setVolatile(this.memory, this.offset, word);
    }

    void setRelease(long word) {
        WORD.setRelease(this.memory, this.offset, word);
    }

}
