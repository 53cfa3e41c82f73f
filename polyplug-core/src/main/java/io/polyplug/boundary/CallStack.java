package io.polyplug.boundary;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.polyplug.memory.CallBlocks;
import io.polyplug.store.Generation;

/**
 * What one thread is doing across the boundary: the guest calls it is in, the blocks that
 * belong to each, and the bundle it initialises. Belongs to its thread; only the number
 * of guards may be changed by others.
 */
public final class CallStack {

    private final AtomicInteger guards = new AtomicInteger();

    private @Nullable Generation[] calls = new @Nullable Generation[8];

    private final CallBlocks blocks = new CallBlocks(this::tell);

    private int upcalls;

    private @Nullable InitWindow window;

    /**
     * The init window that each call hides: the callee is not the bundle that
     * initialises.
     */
    private @Nullable InitWindow[] hidden = new @Nullable InitWindow[8];

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
        int depth = this.blocks.depth();
        if (depth == this.calls.length) {
            grow(depth * 2);
        }
        this.blocks.enter();
        this.calls[depth] = generation;
        this.hidden[depth] = this.window;
        this.window = null;
    }

    /** All or nothing: whoever has no memory left has not begun a call. */
    private void grow(int length) {
        Generation[] moreCalls = Arrays.copyOf(this.calls, length);
        InitWindow[] moreHidden = Arrays.copyOf(this.hidden, length);
        this.calls = moreCalls;
        this.hidden = moreHidden;
    }

    /**
     * Ends the guest call that began last, and forgets the blocks that were allocated
     * during it.
     */
    public void leave() {
        int depth = this.blocks.depth() - 1;
        Generation callee = Objects.requireNonNull(this.calls[depth]);
        this.window = this.hidden[depth];
        this.hidden[depth] = null;
        this.calls[depth] = null;
        this.blocks.leave(callee);
    }

    /**
     * Returns which blocks belong to which call of this thread.
     * @return the blocks, which belong to this thread as well
     */
    public CallBlocks blocks() {
        return this.blocks;
    }

    /**
     * Returns whose code this thread is in, innermost.
     * @return the generation, or {@code null} outside of all calls
     */
    public @Nullable Generation innermost() {
        int depth = this.blocks.depth();
        return (depth > 0) ? this.calls[depth - 1] : null;
    }

    /**
     * Returns whose code this thread is in, outermost.
     * @return the generation, or {@code null} outside of all calls
     */
    public @Nullable Generation outermost() {
        return this.calls[0];
    }

    /**
     * Marks every bundle that this thread is in as one that may hold pointers into
     * others; before the view is read.
     */
    public void markReachesPeers() {
        for (int i = 0; i < this.blocks.depth(); i++) {
            Generation caller = this.calls[i];
            if (caller != null) {
                caller.ledger().markReachesPeersVolatile();
            }
        }
    }

    /**
     * Returns whether this thread is in no guest call.
     * @return {@code true} outside of all calls
     */
    public boolean isOutside() {
        return this.blocks.depth() == 0;
    }

    /**
     * Returns whether this thread keeps something from being reclaimed and so must not
     * wait for reclamation.
     * @return {@code true} inside a guest call or while a guard that this thread made is
     * open
     */
    public boolean isPinned() {
        return !isOutside() || this.guards.get() > 0;
    }

    /**
     * Counts a guard that this thread made; the thread that closes it may be another.
     * @param change 1 when it is made, -1 when it is closed
     */
    public void countGuard(int change) {
        this.guards.addAndGet(change);
    }

    /**
     * Begins to answer a guest.
     * @return how deep answers are nested now
     */
    public int beginUpcall() {
        return ++this.upcalls;
    }

    /** Ends the answer that was begun last. */
    public void endUpcall() {
        this.upcalls--;
    }

    /** Returns whether a guest waits on this thread for an answer of the host. */
    boolean isAnswering() {
        return this.upcalls > 0;
    }

    /**
     * Returns the innermost init window that this thread is in.
     * @return the window, or {@code null} outside of all
     */
    public @Nullable InitWindow window() {
        return this.window;
    }

    /** Opens the init window of a bundle on this thread. */
    void open(InitWindow next) {
        this.window = next;
    }

    /** Closes the innermost init window. */
    void close(InitWindow last) {
        this.window = last.outer();
    }

}
