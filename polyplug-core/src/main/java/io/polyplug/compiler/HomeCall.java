package io.polyplug.compiler;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.Utf8;
import io.polyplug.boundary.CallStack;
import io.polyplug.epoch.Counter;
import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.PinSlot;
import io.polyplug.epoch.ThreadIds;
import io.polyplug.ffi.FloatingPoint;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.SlotMemory;
import io.polyplug.ffi.StackRoom;
import io.polyplug.proxy.BoundContract;
import io.polyplug.proxy.CallFrame;
import io.polyplug.store.Cell;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.NativeCallee;
import io.polyplug.store.Split;

/**
 * What compiled proxies of one contract do: a call in the home slot of its thread.
 * Thread-safe.
 * <p>
 * A record, for the JIT compiler takes components of a constant record as constants.
 *
 * @param bound what the proxy is made of; keeps the slots' memory reachable
 * @param backend how machines are called
 * @param cell where the implementation is published
 * @param epoch the clock that pins carry
 * @param reader the index of the cell's reader
 * @param memory the home slots
 * @param mask how many home slots there are, less one
 * @param shift the distance of home slots as a power of two
 * @param fenced whether a pin has to pass a full memory barrier
 * @param counts the words that count the calls
 * @param countAt the distance from a home slot to the word that counts its calls
 */
record HomeCall(BoundContract bound, NativeBackend backend, Cell<CallFrame> cell, Epoch epoch, long reader,
        SlotMemory memory, long mask, int shift, boolean fenced, SlotMemory counts, long countAt) {

    /**
     * The holder's note: the host table of whom it calls, which leads to its generation.
     */
    private static final int HOST_TABLE = PinSlot.NOTE;

    /**
     * The holder's mark: not 0 once the thread's call stack knows of the call, or the
     * guest has allocated.
     */
    private static final int MARK = PinSlot.MARK;

    /** Offset of the holder's memory, from the start of a slot. */
    static final int MEMORY = PinSlot.MEMORY;

    /** Offset of the {@code AbiError}, from the start of a slot. */
    static final int ERROR = PinSlot.MEMORY + CallFrame.ERROR;

    /** Offset of the room for arguments, result and texts. */
    static final int ROOM = PinSlot.MEMORY + CallFrame.ROOM;

    /** Offset of the end of that room. */
    static final int END = PinSlot.MEMORY + CallFrame.END;

    /** How many calls its thread had made when one of them was timed last. */
    private static final int TIMED = PinSlot.REMINDER;

    /** Slots are a multiple of this apart; they have numbers, by which they differ. */
    private static final int SLOT_NUMBERS = 6;

    /** Texts up to this length are copied char by char while they are ASCII. */
    private static final int SHORT_TEXT = 32;

    private static final int FIRST_BEYOND_ASCII = 0x80;

    static HomeCall of(BoundContract bound, NativeBackend backend) {
        HomeSlots<CallFrame> homes = bound.homes();
        Cell<CallFrame> cell = bound.cell();
        if (Integer.bitCount(homes.slotSize()) != 1) {
            throw new IllegalStateException("Home slots of " + homes.slotSize() + " bytes are not found by a shift");
        }
        SlotMemory memory = backend.slotMemory(homes.memory());
        Counter counter = cell.counter();
        SlotMemory counts = backend.slotMemory(counter.homeMemory());
        return new HomeCall(bound, backend, cell, homes.epoch(), cell.reader().index(), memory, homes.count() - 1,
                Integer.numberOfTrailingZeros(homes.slotSize()), homes.isFenceNeeded(), counts,
                counts.first() + counter.homeAt() - memory.first());
    }

    /**
     * Returns the address of the calling thread's home slot. Room on the stack is asked
     * for with the id: a compiler that knows where the slots are knows that no address of
     * one is 0.
     */
    long slot() {
        long thread = ThreadIds.current();
        StackRoom.reserve(thread);
        return this.memory.first() + ((thread & this.mask) << this.shift);
    }

    /**
     * Returns whom to call, if {@link #pin} finds it current, or {@code null} if there is
     * nobody who is called like this. Everything that a call needs to know is read before
     * the pin: behind a fence each read would be waited for.
     */
    @Nullable Object peek(long slot) {
        NativeCallee callee = this.cell.calleeVolatile();
        return (callee != null) ? callee : choose(slot);
    }

    /**
     * Chooses between the two who share the calls. By the number of calls that the slot
     * has seen and the slot's own, so nothing is written. The slot may be another
     * thread's; then the number is any, and there will be no pin.
     */
    private @Nullable Object choose(long slot) {
        Split split = this.cell.splitVolatile();
        if (split == null) {
            return null;
        }
        long number = this.counts.getLong(slot + this.countAt);
        if (split.isTimed(number) && this.memory.getLong(slot + TIMED) != number) {
            this.memory.putLong(slot + TIMED, number);
            return null;
        }
        return split.choose(number + (slot >>> SLOT_NUMBERS));
    }

    /** Returns the instance's first word. */
    static long data(Object callee) {
        return ((NativeCallee) callee).data();
    }

    /** Returns the instance's second word. */
    static long contract(Object callee) {
        return ((NativeCallee) callee).contractId();
    }

    /**
     * Pins the home slot for a call of what {@link #peek} saw; fails without a pin if the
     * slot is not free, or something else is current.
     * <p>
     * The slot belongs to this thread: its word is written by nobody else. After the
     * epoch was read, before the implementation is; both are volatile, and between the
     * word and the implementation stands a full barrier: ours, or the one that the
     * reclaimer has all threads pass before it reads the word. Then opaque is enough: it
     * keeps the order of the instructions. An implementation that is current now has not
     * been retired before; so what was read of it is right, and stays right until the pin
     * ends.
     */
    @SuppressWarnings("ReferenceEquality")
    boolean pin(long slot, Object callee) {
        if (!writeWord(slot)) {
            return false;
        }
        if (this.cell.calleeVolatile() == callee) {
            noteCallee(slot, ((NativeCallee) callee).hostTable());
            return true;
        }
        if (noteChosen(slot, (NativeCallee) callee)) {
            return true;
        }
        this.memory.putRelease(slot + PinSlot.WORD, freeWord());
        return false;
    }

    /** Pins whatever will be found current, unless the slot is not free. */
    boolean writeWord(long slot) {
        if (this.memory.getLong(slot + PinSlot.WORD) != freeWord() && !this.bound.homes().adopt()) {
            return false;
        }
        this.memory.putOpaque(slot + PinSlot.WORD, this.epoch.currentVolatile() << PinSlot.READER_BITS | this.reader);
        if (this.fenced) {
            VarHandle.fullFence();
        }
        return true;
    }

    /**
     * Takes a seat in a machine of what is current, if that can be done at once. Before
     * the pin, and left after it: whoever wakes others up may have none.
     * @return what to call in the machine, to be pinned by {@link #pinMachine}, or
     * {@code null} if the interpreter has to make the call
     */
    @Nullable Object enter(int function) {
        GuestInterface current = this.cell.current();
        return (current != null && this.cell.splitVolatile() == null && FloatingPoint.isExact())
                ? current.enterAtOnce(function) : null;
    }

    /**
     * Pins the home slot for a call in the machine that {@link #enter} took a seat in;
     * leaves that, and fails without a pin, if the slot is not free or something else is
     * current. What is current now was so before, as in {@link #pin}; that it shares its
     * calls since is no harm, for it goes on to serve.
     */
    @SuppressWarnings("ReferenceEquality")
    boolean pinMachine(long slot, Object callee) {
        NativeCallee entered = (NativeCallee) callee;
        boolean pinned = false;
        try {
            pinned = writeWord(slot);
        }
        finally {
            if (!pinned) {
                entered.leave();
            }
        }
        if (!pinned) {
            return false;
        }
        if (this.cell.current() != entered.published()) {
            this.memory.putRelease(slot + PinSlot.WORD, freeWord());
            entered.leave();
            return false;
        }
        noteCallee(slot, entered.hostTable());
        return true;
    }

    /** Ends the pin, and then leaves the seat. */
    void leave(long slot, Object callee) {
        try {
            unpin(slot);
        }
        finally {
            ((NativeCallee) callee).leave();
        }
    }

    /** The same after a call that may have blocks of its own. */
    void leaveAndFree(long slot, Object callee) {
        try {
            unpinAndFree(slot);
        }
        finally {
            ((NativeCallee) callee).leave();
        }
    }

    /**
     * Returns whether a callee was chosen from what the cell still shows: volatile, as
     * the look at the callee that it stands for. A call of the candidate is counted here,
     * so that other calls need not ask whose they are. The note is written unseen: what
     * the call before has noted is any of the two.
     */
    @SuppressWarnings("ReferenceEquality")
    private boolean noteChosen(long slot, NativeCallee callee) {
        Split.Side side = callee.side();
        if (side == null || this.cell.splitVolatile() != side.split()) {
            return false;
        }
        if (side.isCandidate()) {
            side.counter().countAtHome(slot - this.memory.first());
        }
        this.memory.putLong(slot + HOST_TABLE, callee.hostTable());
        return true;
    }

    /**
     * Takes back what {@link #pin} has counted: the call is not made, for its arguments
     * cannot be written, and the interpreter begins anew. Inside the pin.
     */
    void uncount(long slot, Object callee) {
        Split.Side side = ((NativeCallee) callee).side();
        if (side != null && side.isCandidate()) {
            side.counter().uncountAtHome(slot - this.memory.first());
        }
    }

    /** What stands in the home slot of the calling thread while it is free. */
    private static long freeWord() {
        return -ThreadIds.current();
    }

    /** A read is cheaper than a write: the downcall waits until all writes are done. */
    private void noteCallee(long slot, long hostTable) {
        if (this.memory.getLong(slot + HOST_TABLE) != hostTable) {
            this.memory.putLong(slot + HOST_TABLE, hostTable);
        }
    }

    /**
     * Counts a call, in a word that nobody else writes. Before the downcall: what is
     * written after it is waited for. Plain, which is one instruction: a downcall may
     * read all memory, so the compiler has to write the word before each.
     */
    void count(long slot) {
        this.counts.increment(slot + this.countAt);
    }

    /**
     * Ends the pin. Release: every use under the pin comes before it, and pairs with the
     * reclaimer's read of the word, so that reclaiming comes after.
     */
    void unpin(long slot) {
        if (this.memory.getLong(slot + MARK) != 0) {
            leaveAndUnpin(slot);
        }
        else {
            this.memory.putRelease(slot + PinSlot.WORD, freeWord());
        }
    }

    /** The same after a call that may have blocks of its own. */
    void unpinAndFree(long slot) {
        frame().close();
        unpin(slot);
    }

    /** Ends a call that the thread's call stack knows of, or that has a block. */
    private void leaveAndUnpin(long slot) {
        CallStack stack = leaveStack(slot);
        this.memory.putRelease(slot + PinSlot.WORD, freeWord());
        if (stack != null) {
            stack.endPin();
        }
    }

    private @Nullable CallStack leaveStack(long slot) {
        boolean withBlock = this.memory.getLong(slot + MARK) == PinSlot.WITH_BLOCK;
        this.memory.putLong(slot + MARK, 0);
        return this.bound.leave(withBlock);
    }

    /**
     * Returns whether the guest has allocated one block in this call, that block has been
     * returned, and nobody has looked at the call.
     * @param length how much of the block was returned
     */
    boolean hasReturned(long slot, long address, long length) {
        return this.memory.getLong(slot + MARK) == PinSlot.WITH_BLOCK
                && this.memory.getLong(slot + PinSlot.BLOCK) == address && length > 0
                && length <= this.memory.getLong(slot + PinSlot.BLOCK_SIZE);
    }

    /** Frees the block that the guest has returned. */
    void freeReturned(long slot) {
        this.memory.putLong(slot + MARK, 0);
        this.bound.freeReturned(this.memory.getLong(slot + PinSlot.BLOCK),
                this.memory.getLong(slot + PinSlot.BLOCK_SIZE));
    }

    /**
     * Writes a text and its view.
     * @param viewAt offset of the view in the slot
     * @param free offset of the first free byte in the slot, a multiple of 8
     * @return the offset of the first free byte after that
     * @throws RuntimeException if the interpreter has to deal with this text
     */
    int putText(long slot, int free, int viewAt, String text) {
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
        this.memory.copyIn(bytes, slot + free);
        return putView(slot, viewAt, slot + free, bytes.length, free);
    }

    /** The same for a text that may be absent, which is a null view. */
    int putNullableText(long slot, int free, int viewAt, @Nullable String text) {
        return (text != null) ? putText(slot, free, viewAt, text) : putView(slot, viewAt, 0, 0, free);
    }

    /**
     * Writes bytes and their {@code Buffer}; what is too long for the slot goes to a
     * block that {@link #unpinAndFree} frees.
     * @param bufferAt offset of the buffer in the slot
     * @param free offset of the first free byte in the slot, a multiple of 8
     * @return the offset of the first free byte after that
     */
    int putBytes(long slot, int free, int bufferAt, byte[] bytes) {
        if (bytes.length == 0) {
            return putBuffer(slot, free, bufferAt, 0, 0);
        }
        if (bytes.length > END - free) {
            return putBuffer(slot, free, bufferAt, frame().copyOf(bytes), bytes.length);
        }
        this.memory.copyIn(bytes, slot + free);
        putBuffer(slot, free, bufferAt, slot + free, bytes.length);
        return Abi.aligned(free + bytes.length, Abi.WORD);
    }

    /** The same for the remaining bytes of a buffer. */
    int putRemaining(long slot, int free, int bufferAt, ByteBuffer bytes) {
        long address = bytes.hasRemaining() ? frame().share(bytes) : 0;
        return putBuffer(slot, free, bufferAt, address, bytes.remaining());
    }

    private int putBuffer(long slot, int free, int bufferAt, long address, int length) {
        this.memory.putLong(slot + bufferAt, address);
        this.memory.putLong(slot + bufferAt + Abi.WORD, length);
        this.memory.putLong(slot + bufferAt + 2 * Abi.WORD, length);
        return free;
    }

    private CallFrame frame() {
        return Objects.requireNonNull(this.bound.homes().of(ThreadIds.current())).attachment();
    }

    private boolean copyAscii(String text, long address) {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next >= FIRST_BEYOND_ASCII) {
                return false;
            }
            this.memory.putByte(address + i, (byte) next);
        }
        return true;
    }

    private int putView(long slot, int viewAt, long address, int length, int free) {
        this.memory.putLong(slot + viewAt, address);
        this.memory.putLong(slot + viewAt + Abi.WORD, length);
        return Abi.aligned(free + length, Abi.WORD);
    }

    /**
     * Returns whether a call has left something in its {@code AbiError}, which is all
     * zeros when a call begins.
     */
    boolean hasError(long slot) {
        return (this.memory.getLong(slot + ERROR) | this.memory.getLong(slot + ERROR + Abi.ERROR_MESSAGE)
                | this.memory.getLong(slot + ERROR + Abi.ERROR_MESSAGE + Abi.WORD)) != 0;
    }

    /** Clears the {@code AbiError} for the next call. */
    void clearError(long slot) {
        this.memory.putLong(slot + ERROR, 0);
        this.memory.putLong(slot + ERROR + Abi.ERROR_MESSAGE, 0);
        this.memory.putLong(slot + ERROR + Abi.ERROR_MESSAGE + Abi.WORD, 0);
    }

}
