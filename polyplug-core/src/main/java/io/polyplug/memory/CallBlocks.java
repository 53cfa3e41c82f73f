package io.polyplug.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Generation;

/**
 * Which blocks belong to which guest call of one thread: what guests allocate during it,
 * what they leave to the host, and what host contracts returned. Belongs to its thread.
 * <p>
 * It counts the calls and does not know them: whose call it is, whoever asks has to say.
 */
public final class CallBlocks {

    /** Older notes are forgotten: their blocks count as borrowed. */
    private static final int MOST_NOTES = 1024;

    private int[] marks = new int[8];

    private int depth;

    private long[] addresses = new long[16];

    private long[] sizes = new long[16];

    private @Nullable Generation[] allocators = new @Nullable Generation[16];

    private int notes;

    private @Nullable LeftBlocks left;

    /** Where what is held goes in the end. */
    private @Nullable ViewRings rings;

    /** What host contracts returned during the calls of this thread, oldest first. */
    private final Deque<ViewRings.Block> held = new ArrayDeque<>();

    private final Consumer<Runnable> telling;

    /**
     * Creates the notes of one thread.
     * @param telling takes what is to be logged, and logs it as soon as that may wait
     */
    public CallBlocks(Consumer<Runnable> telling) {
        this.telling = telling;
    }

    /**
     * Begins a guest call.
     */
    public void enter() {
        if (this.depth == this.marks.length) {
            this.marks = Arrays.copyOf(this.marks, this.depth * 2);
        }
        this.marks[this.depth] = this.notes;
        this.depth++;
    }

    /**
     * Ends the guest call that began last, and forgets the blocks that were allocated
     * during it.
     * @param callee whose call it was
     */
    public void leave(Generation callee) {
        this.depth--;
        if (this.left != null) {
            this.left.end(this.depth);
        }
        int mark = this.marks[this.depth];
        while (this.notes > mark) {
            this.notes--;
            count(this.notes);
            this.allocators[this.notes] = null;
        }
        if (this.depth == 0 && this.rings != null) {
            handOver(this.rings, callee, this.held.size());
        }
    }

    /**
     * Returns in how many guest calls this thread is.
     * @return the number, 0 outside of all
     */
    public int depth() {
        return this.depth;
    }

    /**
     * Keeps a block that a host contract returned until the outermost call ends; only the
     * latest of very many.
     * @param outermost whose call the outermost is; it cannot be reclaimed yet, for this
     * thread is still in its call
     */
    void hold(ViewRings target, Generation outermost, ViewRings.Block block) {
        this.rings = target;
        this.held.add(block);
        if (this.held.size() >= 2 * ViewRings.LEAST) {
            handOver(target, outermost, ViewRings.LEAST);
        }
    }

    private void handOver(ViewRings target, Generation outermost, int count) {
        List<ViewRings.Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(this.held.remove());
        }
        target.handOver(outermost, blocks);
    }

    /** Adds a block that is still noted to what its bundle holds. */
    private void count(int note) {
        Generation allocator = this.allocators[note];
        if (allocator != null && this.addresses[note] != 0) {
            allocator.ledger().addHeldBytes(this.sizes[note]);
        }
    }

    /**
     * Notes a block that a guest allocated during the innermost call, of which there is
     * one. What happens to it in that call need not be counted.
     * @param address the block
     * @param size its bytes
     * @param allocator who allocated it, or {@code null} if that is not known
     */
    public void note(long address, long size, @Nullable Generation allocator) {
        if (this.notes == this.addresses.length) {
            if (this.notes == MOST_NOTES) {
                forgetOldest();
            }
            else {
                this.addresses = Arrays.copyOf(this.addresses, this.notes * 2);
                this.sizes = Arrays.copyOf(this.sizes, this.notes * 2);
                this.allocators = Arrays.copyOf(this.allocators, this.notes * 2);
            }
        }
        this.addresses[this.notes] = address;
        this.sizes[this.notes] = size;
        this.allocators[this.notes] = allocator;
        this.notes++;
    }

    private void forgetOldest() {
        int kept = MOST_NOTES / 2;
        for (int i = 0; i < kept; i++) {
            count(i);
        }
        System.arraycopy(this.addresses, kept, this.addresses, 0, kept);
        System.arraycopy(this.sizes, kept, this.sizes, 0, kept);
        System.arraycopy(this.allocators, kept, this.allocators, 0, kept);
        this.notes = kept;
        for (int i = 0; i < this.depth; i++) {
            this.marks[i] = Math.max(0, this.marks[i] - kept);
        }
    }

    /**
     * Returns the size of a block that the given generation allocated during the
     * innermost call, or -1 if it is not known to be that.
     */
    long notedSize(long address, Generation allocator) {
        int found = indexOf(address, this.marks[this.depth - 1]);
        return (found >= 0 && this.allocators[found] == allocator) ? this.sizes[found] : -1;
    }

    /**
     * Takes a block over that the innermost call has allocated and passed to the host;
     * one that is not known to be that stays the guest's.
     * @param caller whose call the innermost is
     * @param backend frees the block when that call ends
     */
    void takeOver(Generation caller, long address, NativeBackend backend) {
        long size = notedSize(address, caller);
        if (size < 0) {
            return;
        }
        forget(address);
        leave(this.depth - 1, address, size, caller, backend);
    }

    /**
     * Has a block that the innermost of several calls has returned, and that is no longer
     * noted, freed when the call ends that it was made in.
     */
    void leaveToCaller(Generation allocator, long address, long size, NativeBackend backend) {
        leave(this.depth - 2, address, size, allocator, backend);
    }

    private void leave(int call, long address, long size, Generation allocator, NativeBackend backend) {
        LeftBlocks present = this.left;
        if (present == null) {
            present = new LeftBlocks(backend);
            this.left = present;
        }
        present.add(call, address, size, allocator.ledger());
    }

    /**
     * Forgets a block, for it was freed or is no longer the guest's.
     * @return whether it was noted or left, and so is counted as held no more
     */
    boolean forget(long address) {
        boolean left = this.left != null && this.left.forget(address);
        int found = indexOf(address, 0);
        if (found >= 0) {
            this.addresses[found] = 0;
        }
        return left || found >= 0;
    }

    private int indexOf(long address, int from) {
        for (int i = this.notes - 1; i >= from; i--) {
            if (this.addresses[i] == address) {
                return i;
            }
        }
        return -1;
    }

    /** Logs something, later if an appender must not wait now. */
    void tell(Runnable log) {
        this.telling.accept(log);
    }

}
