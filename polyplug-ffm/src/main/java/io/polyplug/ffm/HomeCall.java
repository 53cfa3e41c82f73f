package io.polyplug.ffm;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.Utf8;
import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.Pins;
import io.polyplug.epoch.Slot;
import io.polyplug.ffi.StackRoom;
import io.polyplug.proxy.CallFrame;
import io.polyplug.proxy.ContractCode;
import io.polyplug.store.Cell;
import io.polyplug.store.GuestInterface;

/**
 * What compiled proxies of one contract do: a call in the home slot of its thread.
 * Thread-safe.
 * <p>
 * A record, for the JIT compiler takes components of a constant record as constants.
 *
 * @param code what the proxy is made of; keeps the slots' memory reachable
 * @param cell where the implementation is published
 * @param epoch the clock that pins carry
 * @param reader the index of the cell's reader
 * @param base the address of the first home slot
 * @param mask how many home slots there are, less one
 * @param shift the distance of home slots as a power of two
 */
record HomeCall(ContractCode code, Cell<CallFrame> cell, Epoch epoch, long reader, long base, long mask, int shift) {

    /** Offset of the holder's memory, from the start of a slot. */
    static final int MEMORY = Slot.MEMORY;

    /** Offset of the {@code AbiError}, from the start of a slot. */
    static final int ERROR = Slot.MEMORY + CallFrame.ERROR;

    /** Offset of the room for arguments, result and texts. */
    static final int ROOM = Slot.MEMORY + CallFrame.ROOM;

    /** Offset of the end of that room. */
    static final int END = Slot.MEMORY + CallFrame.END;

    /** Texts up to this length are copied char by char while they are ASCII. */
    private static final int SHORT_TEXT = 32;

    private static final int FIRST_BEYOND_ASCII = 0x80;

    static HomeCall of(ContractCode code) {
        Pins<CallFrame> pins = code.pins();
        ByteBuffer memory = pins.homeMemory();
        if (Integer.bitCount(pins.slotSize()) != 1) {
            throw new IllegalStateException("Home slots of " + pins.slotSize() + " bytes are not found by a shift");
        }
        return new HomeCall(code, code.cell(), pins.epoch(), code.cell().reader().index(),
                MemorySegment.ofBuffer(memory).address(), pins.homeCount() - 1,
                Integer.numberOfTrailingZeros(pins.slotSize()));
    }

    /** Returns the address of the calling thread's home slot. */
    long slot() {
        StackRoom.reserve();
        return this.base + ((Thread.currentThread().threadId() & this.mask) << this.shift);
    }

    /**
     * Pins the home slot and returns whom to call, or returns {@code null} without a pin
     * if the slot is taken, or if there is nobody who is called like this.
     * <p>
     * The compare-and-set is that of {@link Slot}: after the epoch was read, before the
     * implementation is, all three volatile. Its failure is no error, its success gives
     * this thread the slot's memory.
     */
    @Nullable Object pin(long slot) {
        if (!NativeMemory.casFromZero(slot, this.epoch.currentVolatile() << Slot.READER_BITS | this.reader)) {
            return null;
        }
        GuestInterface callee = this.cell.presentVolatile();
        if (callee == null || callee.presentInstance() == null || callee.isRunByVirtualMachine()) {
            NativeMemory.putRelease(slot + Slot.WORD, 0);
            return null;
        }
        NativeMemory.putLong(slot + Slot.THREAD, Thread.currentThread().threadId());
        NativeMemory.putLong(slot + Slot.CALLEE, callee.hostTable());
        return callee;
    }

    /**
     * Ends the pin. The thread goes before the word: nobody else writes it, so a thread
     * that reads its id here is in this call. The store of the word is a release and
     * pairs with the reclaimer's read, and with the next holder's compare-and-set.
     */
    void unpin(long slot) {
        if (NativeMemory.getLong(slot + Slot.ENTERED) != 0) {
            leave(slot);
        }
        NativeMemory.putLong(slot + Slot.THREAD, 0);
        NativeMemory.putRelease(slot + Slot.WORD, 0);
    }

    private void leave(long slot) {
        NativeMemory.putLong(slot + Slot.ENTERED, 0);
        this.code.leave();
    }

    /**
     * Writes a text and its view.
     * @param viewAt offset of the view in the slot
     * @param free offset of the first free byte in the slot, a multiple of 8
     * @return the offset of the first free byte after that
     * @throws RuntimeException if the interpreter has to deal with this text
     */
    static int putText(long slot, int free, int viewAt, String text) {
        int length = text.length();
        if (length == 0) {
            return putView(slot, viewAt, Abi.WORD, 0, free);
        }
        if (length <= SHORT_TEXT && free + length <= END && copyAscii(text, slot + free)) {
            return putView(slot, viewAt, slot + free, length, free);
        }
        byte[] bytes = Utf8.encode(text);
        if (free + bytes.length > END) {
            throw new IllegalArgumentException();
        }
        NativeMemory.copyIn(bytes, slot + free);
        return putView(slot, viewAt, slot + free, bytes.length, free);
    }

    /** The same for a text that may be absent, which is a null view. */
    static int putNullableText(long slot, int free, int viewAt, @Nullable String text) {
        return (text != null) ? putText(slot, free, viewAt, text) : putView(slot, viewAt, 0, 0, free);
    }

    private static boolean copyAscii(String text, long address) {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next >= FIRST_BEYOND_ASCII) {
                return false;
            }
            NativeMemory.putByte(address + i, (byte) next);
        }
        return true;
    }

    private static int putView(long slot, int viewAt, long address, int length, int free) {
        NativeMemory.putLong(slot + viewAt, address);
        NativeMemory.putLong(slot + viewAt + Abi.WORD, length);
        return Abi.aligned(free + length, Abi.WORD);
    }

    /**
     * Clears the error of a call that begins.
     */
    static void clearError(long slot) {
        NativeMemory.putLong(slot + ERROR, 0);
        NativeMemory.putLong(slot + ERROR + Abi.ERROR_MESSAGE, 0);
        NativeMemory.putLong(slot + ERROR + Abi.ERROR_MESSAGE + Abi.WORD, 0);
    }

}
