package io.polyplug.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * The slots that belong to threads. Thread-safe and without locks.
 * <p>
 * Their number is fixed. The slot of a thread follows from its id by arithmetic on
 * addresses, and belongs to it until it has ended: the thread pins there by writing to
 * {@link #memory()} itself. Whoever finds its home taken, by another thread or by a pin
 * further out, takes a pin of {@link Pins} instead.
 *
 * @param <A> what is prepared once for the memory of a slot
 */
public final class HomeSlots<A> {

    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Epoch epoch;

    private final SlotLayout<A> layout;

    private final ByteBuffer memory;

    /** Words for counters, as many behind each other as a slot has room for. */
    private @Nullable ByteBuffer counterWords;

    /**
     * Each is made when a thread adopts it; volatile, so that a scan which finds none
     * comes before every pin in it.
     */
    private final AtomicReferenceArray<@Nullable PinSlot<A>> adopted;

    /** Whose the slots are; nobody's if the thread has ended. */
    private final AtomicReferenceArray<@Nullable WeakReference<Thread>> owners;

    private final @Nullable Runnable barrier;

    HomeSlots(Epoch epoch, Plan plan, SlotLayout<A> layout) {
        this.epoch = epoch;
        this.layout = layout;
        this.memory = layout.allocate(plan.count());
        this.adopted = new AtomicReferenceArray<>(plan.count());
        this.owners = new AtomicReferenceArray<>(plan.count());
        this.barrier = plan.barrier();
    }

    /**
     * Makes the home slot of the calling thread its own, if the thread whose it was has
     * ended. A thread that has ended happens before whoever sees that (JLS 17.4.4), and
     * one that was collected will never run again; so nobody else writes to the slot.
     * @return whether the slot belongs to the calling thread now; if so it says so
     */
    public boolean adopt() {
        Thread thread = Thread.currentThread();
        int index = index(ThreadIds.current());
        WeakReference<Thread> owner = this.owners.get(index);
        Thread present = (owner != null) ? owner.get() : null;
        if (present != null && present.isAlive()) {
            return false;
        }
        if (!this.owners.compareAndSet(index, owner, new WeakReference<>(thread))) {
            return false;
        }
        PinSlot<A> home = this.adopted.get(index);
        if (home == null) {
            home = this.layout.slot(this.memory, index);
            this.adopted.set(index, home);
        }
        home.adopt(ThreadIds.current());
        return true;
    }

    private int index(long threadId) {
        return (int) threadId & (this.adopted.length() - 1);
    }

    /**
     * Returns the home slot of a thread.
     * @param threadId the thread's id
     * @return the slot, or {@code null} if no thread has adopted it yet
     */
    public @Nullable PinSlot<A> of(long threadId) {
        return (this.adopted.length() > 0) ? this.adopted.get(index(threadId)) : null;
    }

    /** Returns one of the slots, or {@code null} if no thread has adopted it yet. */
    @Nullable PinSlot<A> adoptedVolatile(int index) {
        return this.adopted.get(index);
    }

    /**
     * Returns how many there are.
     * @return 0 or a power of two
     */
    public int count() {
        return this.adopted.length();
    }

    /**
     * Returns the memory of the slots: those of the threads 0, 1, 2 and so on, each
     * {@link #slotSize()} bytes. Whoever writes to it keeps to the protocol of
     * {@link PinSlot} and must keep these slots reachable.
     * @return a direct buffer whose first byte is aligned to 64 bytes
     */
    public ByteBuffer memory() {
        return this.memory;
    }

    /**
     * Returns the distance from one slot to the next.
     * @return bytes, a multiple of 64
     */
    public int slotSize() {
        return this.layout.size();
    }

    /**
     * {@return the clock that pins carry}
     */
    public Epoch epoch() {
        return this.epoch;
    }

    /**
     * Has every thread pass a full memory barrier, if pins of home slots count on that:
     * after whatever is judged was replaced, before a scan.
     */
    void passBarrier() {
        if (this.barrier != null) {
            this.barrier.run();
        }
    }

    /**
     * Returns whether whoever takes a home slot has to pass a full memory barrier between
     * the word and what it reads then, for scans provide none.
     * @return {@code false} if the order of the instructions is enough
     */
    public boolean isFenceNeeded() {
        return this.barrier == null;
    }

    /**
     * Returns the memory of a new counter's words. There is room for as many words as a
     * slot has, for each home slot; when it is full, more of it is taken. None of it ever
     * goes away. Under the monitor of {@link Pins}.
     * @param counter the counters before it, of which each has asked
     */
    ByteBuffer wordsOf(int counter) {
        ByteBuffer words = this.counterWords;
        if (words == null || counter % wordsOfASlot() == 0) {
            words = this.layout.allocate(count());
            this.counterWords = words;
        }
        return words;
    }

    /**
     * Returns where a counter's word of the first home slot is: from the end of a slot,
     * for a processor that compares the lower bits of addresses would take a word at its
     * beginning for one of the slot itself.
     */
    int wordAt(int counter) {
        return slotSize() - (counter % wordsOfASlot() + 1) * Long.BYTES;
    }

    private int wordsOfASlot() {
        return slotSize() / Long.BYTES;
    }

    /** Returns what a counter has counted at home. Opaque reads. */
    long countedOpaque(Counter counter) {
        long sum = 0;
        for (int i = 0; i < count(); i++) {
            sum += (long) WORDS.getOpaque(counter.homeMemory(), i * slotSize() + counter.homeAt());
        }
        return sum;
    }

    /**
     * How many home slots there are to be, and how their pins are ordered.
     *
     * @param count how many, 0 or a power of two
     * @param barrier returns after every thread of the process has passed a full memory
     * barrier, or {@code null} if that cannot be had
     */
    public record Plan(int count, @Nullable Runnable barrier) {

        /** No home slots. */
        public static final Plan NONE = new Plan(0, null);

    }

}
