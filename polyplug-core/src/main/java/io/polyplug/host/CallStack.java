package io.polyplug.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.polyplug.store.Generation;

/**
 * What one thread is doing across the boundary: the guest calls it is in, the blocks that
 * guests allocated on it during each, and the bundle it initialises. Belongs to its
 * thread; only the number of guards may be changed by others.
 */
public final class CallStack {

    /** Older notes are forgotten: their blocks count as borrowed. */
    private static final int MOST_NOTES = 1024;

    private final AtomicInteger guards = new AtomicInteger();

    private @Nullable Generation[] calls = new @Nullable Generation[8];

    private int[] marks = new int[8];

    private int depth;

    private long[] addresses = new long[16];

    private long[] sizes = new long[16];

    private @Nullable Generation[] allocators = new @Nullable Generation[16];

    private int notes;

    private int upcalls;

    private @Nullable Initialization initialization;

    /**
     * The init window that each call hides: the callee is not the bundle that
     * initialises.
     */
    private @Nullable Initialization[] hidden = new @Nullable Initialization[8];

    /** What host contracts returned during the calls of this thread, oldest first. */
    private final Deque<ReturnedViews.Block> held = new ArrayDeque<>();

    private @Nullable ReturnedViews holder;

    private @Nullable LeftArguments left;

    /** How many pins the calls of this thread hold, those of compiled calls if noted. */
    private int pins;

    /** What there is to tell when no call of this thread holds a pin any more. */
    private final Deque<Runnable> untold = new ArrayDeque<>(0);

    CallStack() {
    }

    /**
     * Notes that a call of this thread holds a pin.
     */
    public void beginPin() {
        this.pins++;
    }

    /**
     * Notes that the pin of a call has ended; when it was the last one, tells what was to
     * be told.
     */
    public void endPin() {
        if (--this.pins == 0 && !this.untold.isEmpty()) {
            for (Runnable next = this.untold.poll(); next != null; next = this.untold.poll()) {
                next.run();
            }
        }
    }

    /**
     * Logs something as soon as no call of this thread holds a pin, for an appender may
     * wait: at once where none does.
     * @param log writes it
     */
    public void tell(Runnable log) {
        if (this.pins == 0) {
            log.run();
        }
        else {
            this.untold.add(log);
        }
    }

    /**
     * Begins a guest call.
     * @param generation whose code is called
     */
    public void enter(Generation generation) {
        if (this.depth == this.calls.length) {
            this.calls = Arrays.copyOf(this.calls, this.depth * 2);
            this.marks = Arrays.copyOf(this.marks, this.depth * 2);
            this.hidden = Arrays.copyOf(this.hidden, this.depth * 2);
        }
        this.calls[this.depth] = generation;
        this.marks[this.depth] = this.notes;
        this.hidden[this.depth] = this.initialization;
        this.initialization = null;
        this.depth++;
    }

    /**
     * Ends the guest call that began last, and forgets the blocks that were allocated
     * during it.
     */
    public void leave() {
        this.depth--;
        if (this.left != null) {
            this.left.end(this.depth, Objects.requireNonNull(this.calls[this.depth]));
        }
        int mark = this.marks[this.depth];
        while (this.notes > mark) {
            this.notes--;
            count(this.notes);
            this.allocators[this.notes] = null;
        }
        this.initialization = this.hidden[this.depth];
        this.hidden[this.depth] = null;
        if (this.depth == 0 && this.holder != null) {
            handOver(this.holder, this.held.size());
        }
        this.calls[this.depth] = null;
    }

    /**
     * Keeps a block that a host contract returned until the outermost call ends; only the
     * latest of very many.
     */
    void hold(ReturnedViews views, ReturnedViews.Block block) {
        this.holder = views;
        this.held.add(block);
        if (this.held.size() >= 2 * ReturnedViews.LEAST) {
            handOver(views, ReturnedViews.LEAST);
        }
    }

    /**
     * The outermost generation cannot be reclaimed yet: this thread is still in its call.
     */
    private void handOver(ReturnedViews views, int count) {
        Generation outermost = Objects.requireNonNull(this.calls[0]);
        List<ReturnedViews.Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(this.held.remove());
        }
        views.handOver(outermost, blocks);
    }

    /** Returns whose code this thread is in, innermost, or {@code null}. */
    @Nullable Generation innermost() {
        return (this.depth > 0) ? this.calls[this.depth - 1] : null;
    }

    /**
     * Marks every bundle that this thread is in as one that may hold pointers into
     * others; before the view is read.
     */
    void markReachesPeers() {
        for (int i = 0; i < this.depth; i++) {
            Generation caller = this.calls[i];
            if (caller != null) {
                caller.ledger().markReachesPeersVolatile();
            }
        }
    }

    /** Returns whether this thread is in no guest call. */
    boolean isOutside() {
        return this.depth == 0;
    }

    /**
     * Returns whether this thread keeps something from being reclaimed and so must not
     * wait for reclamation.
     * @return {@code true} inside a guest call or while a guard that this thread made is
     * open
     */
    public boolean isPinned() {
        return this.depth > 0 || this.guards.get() > 0;
    }

    /**
     * Counts a guard that this thread made; the thread that closes it may be another.
     * @param change 1 when it is made, -1 when it is closed
     */
    public void countGuard(int change) {
        this.guards.addAndGet(change);
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
     */
    void note(long address, long size, @Nullable Generation allocator) {
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
     */
    void takeOver(long address, GuestMemory memory) {
        Generation caller = innermost();
        long size = (caller != null) ? notedSize(address, caller) : -1;
        if (caller == null || size < 0) {
            return;
        }
        forget(address);
        caller.ledger().addHeldBytes(size);
        LeftArguments present = this.left;
        if (present == null) {
            present = new LeftArguments(memory);
            this.left = present;
        }
        present.add(this.depth - 1, address, size);
    }

    /**
     * Forgets a block, for it was freed or is no longer the guest's.
     * @return whether it was noted, and so is not counted as held
     */
    boolean forget(long address) {
        if (this.left != null) {
            this.left.forget(address);
        }
        int found = indexOf(address, 0);
        if (found >= 0) {
            this.addresses[found] = 0;
        }
        return found >= 0;
    }

    private int indexOf(long address, int from) {
        for (int i = this.notes - 1; i >= from; i--) {
            if (this.addresses[i] == address) {
                return i;
            }
        }
        return -1;
    }

    /** Begins to answer a guest; returns how deep answers are nested now. */
    int beginUpcall() {
        return ++this.upcalls;
    }

    void endUpcall() {
        this.upcalls--;
    }

    /** Returns whether a guest waits on this thread for an answer of the host. */
    boolean isAnswering() {
        return this.upcalls > 0;
    }

    /** Returns the initialisation that this thread runs, innermost, or {@code null}. */
    @Nullable Initialization initialization() {
        return this.initialization;
    }

    /** Opens the init window of a bundle on this thread. */
    void begin(Initialization next) {
        this.initialization = next;
    }

    /** Closes the innermost init window. */
    void end(Initialization last) {
        this.initialization = last.outer();
    }

}
