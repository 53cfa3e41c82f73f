package io.polyplug.hostapi;

import io.polyplug.boundary.CallStack;
import io.polyplug.boundary.Callers;
import io.polyplug.epoch.PinSlot;
import io.polyplug.memory.GuestMemory;
import io.polyplug.upcall.UpcallGuard.QuickAnswer;

/**
 * {@code uint8_t *alloc(this, size, align)} (docs/abi.md 7.3). Thread-safe.
 * <p>
 * The first block that a compiled call's callee allocates, by its own table, is noted
 * where the call stands. Most calls that return a text or bytes allocate nothing else.
 *
 * @param memory where blocks come from
 * @param callers whose host table is whose
 */
record Allocation(GuestMemory memory, Callers callers) implements QuickAnswer {

    @Override
    public long answer(CallStack stack, long[] words, long result) {
        return this.memory.allocate(stack.blocks(), this.callers.of(stack, words[0]), words[1], words[2]);
    }

    @Override
    public long answerUnseen(PinSlot<?> home, long[] words) {
        if (home.note() != words[0]) {
            return 0;
        }
        long address = this.memory.allocate(words[1], words[2]);
        if (address != 0) {
            home.noteBlock(address, words[1]);
        }
        return address;
    }

}
