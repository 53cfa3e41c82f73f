package io.polyplug.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The pins of one runtime. Thread-safe and without locks, but for growing.
 * <p>
 * There are slots of two kinds. Home slots, whose number is fixed, are for compiled
 * calls: the slot of a thread follows from its id by arithmetic on addresses, and belongs
 * to it until it has ended. A call that finds its home taken, by another thread or by a
 * call further out, makes its pin the other way. All other pins take any of the remaining
 * slots, which nobody owns and which grow with the largest number of such pins at a time:
 * a thread starts at the one that its id gives, and when all are taken there will be
 * twice as many. Slots never go away. Their memory is that of direct buffers: it lives as
 * long as anything can reach these pins.
 *
 * @param <A> what is prepared once for the memory of a slot
 */
public final class Pins<A> {

    private static final int FIRST_SLOTS = 8;

    private static final int ALIGNMENT = 64;

    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final VarHandle SLOTS;
    static {
        try {
            SLOTS = MethodHandles.lookup().findVarHandle(Pins.class, "slots", Slot[].class);
        }
        catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final Epoch epoch;

    private final int slotSize;

    private final Preparation<A> preparation;

    private final ByteBuffer homeMemory;

    /** How many counters there are. */
    private int counters;

    /** Words for counters, as many behind each other as a slot has room for. */
    private @Nullable ByteBuffer homeCounters;

    /**
     * Each is made when a thread adopts it; volatile, so that a scan which finds none
     * comes before every pin in it.
     */
    private final AtomicReferenceArray<@Nullable Slot<A>> homes;

    /** Whose the home slots are; nobody's if the thread has ended. */
    private final AtomicReferenceArray<@Nullable WeakReference<Thread>> owners;

    private final @Nullable Runnable barrier;

    /**
     * A power of two of slots; replaced as a whole by a longer array with the same
     * beginning.
     */
    @SuppressWarnings("FieldCanBeFinal")
    private Slot<A>[] slots;

    /**
     * By index; replaced as a whole. Volatile: whoever reads a word reads it before this,
     * and finds the reader of that word here, for it was added before it took pins.
     */
    private volatile List<Reader> readers = List.of();

    /**
     * Creates the pins.
     * @param epoch the clock that pins carry
     * @param homes how many home slots there are, and how their pins are ordered
     * @param memorySize bytes of memory that the holder of a pin gets
     * @param preparation makes the attachment of each new slot
     */
    public Pins(Epoch epoch, Homes homes, int memorySize, Preparation<A> preparation) {
        this.epoch = epoch;
        this.slotSize = (Slot.MEMORY + memorySize + ALIGNMENT - 1) & -ALIGNMENT;
        this.preparation = preparation;
        this.homeMemory = memory(homes.count());
        this.homes = new AtomicReferenceArray<>(homes.count());
        this.owners = new AtomicReferenceArray<>(homes.count());
        this.barrier = homes.barrier();
        this.slots = grown(newArray(0), FIRST_SLOTS);
    }

    @SuppressWarnings({ "unchecked", "rawtypes" })
    private static <A> Slot<A>[] newArray(int length) {
        return new Slot[length];
    }

    private ByteBuffer memory(int count) {
        return ByteBuffer.allocateDirect(count * this.slotSize + ALIGNMENT)
            .alignedSlice(ALIGNMENT)
            .order(ByteOrder.nativeOrder());
    }

    private void prepare(Slot<A>[] target, int from, ByteBuffer memory) {
        for (int i = from; i < target.length; i++) {
            target[i] = slot(memory, i - from);
        }
    }

    private Slot<A> slot(ByteBuffer memory, int index) {
        return new Slot<>(memory.slice(index * this.slotSize, this.slotSize).order(ByteOrder.nativeOrder()),
                this.preparation);
    }

    private Slot<A>[] grown(Slot<A>[] present, int length) {
        Slot<A>[] longer = newArray(length);
        System.arraycopy(present, 0, longer, 0, present.length);
        prepare(longer, present.length, memory(length - present.length));
        return longer;
    }

    /**
     * Adds a reader. Each has an index of its own, which is never used again.
     * @param label what holders of its pins are called in statistics
     * @return the reader
     */
    public synchronized Reader reader(String label) {
        List<Reader> more = new ArrayList<>(this.readers);
        Reader added = new Reader(more.size(), label);
        more.add(added);
        this.readers = List.copyOf(more);
        return added;
    }

    /**
     * Adds a counter. There is memory for as many words as a slot has, for each home
     * slot; when it is full, more of it is taken. None of it ever goes away: what is
     * counted outlives the thread that counts.
     * @return the counter
     */
    public synchronized Counter counter() {
        int bank = this.slotSize / Long.BYTES;
        int place = this.counters % bank;
        ByteBuffer memory = this.homeCounters;
        if (memory == null || place == 0) {
            memory = memory(this.homes.length());
            this.homeCounters = memory;
        }
        // From the end of a slot: a processor that compares the lower bits of addresses
        // would take a word at its beginning for one of the slot itself.
        return new Counter(this, this.counters++, memory, this.slotSize - (place + 1) * Long.BYTES);
    }

    /**
     * Returns what was counted. The words of home slots are read as those of others:
     * opaque.
     */
    long counted(Counter counter) {
        long sum = 0;
        for (int i = 0; i < this.homes.length(); i++) {
            sum += (long) WORDS.getOpaque(counter.homeMemory(), i * this.slotSize + counter.homeAt());
        }
        for (Slot<A> slot : slotsVolatile()) {
            sum += slot.countedOpaque(counter.index());
        }
        return sum;
    }

    /**
     * Takes a pin. What is read as current after this returns stays usable until the slot
     * is given back; call this last before {@code try} and {@link Slot#unpinRelease()}
     * last in {@code finally}.
     * @param reader for whom
     * @return the slot that holds the pin
     */
    public Slot<A> pin(Reader reader) {
        long word = Slot.word(this.epoch.currentVolatile(), reader);
        Slot<A>[] present = slotsVolatile();
        while (true) {
            int mask = present.length - 1;
            int start = (int) ThreadIds.current();
            for (int i = 0; i < present.length; i++) {
                Slot<A> slot = present[(start + i) & mask];
                if (slot.casPinned(word)) {
                    return slot;
                }
            }
            present = grow(present);
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private synchronized Slot<A>[] grow(Slot<A>[] full) {
        Slot<A>[] present = slotsVolatile();
        if (present == full) {
            present = grown(full, full.length * 2);
            publishSlotsVolatile(present);
        }
        return present;
    }

    /**
     * Returns the slots. Volatile read, in a pin before the slot is taken and in a scan
     * before the slots are read: a reader that takes a slot which a scan did not see took
     * it after that scan began, and sees what was published before it.
     */
    @SuppressWarnings("unchecked")
    private Slot<A>[] slotsVolatile() {
        return (Slot<A>[]) SLOTS.getVolatile(this);
    }

    /** Publishes longer slots. Volatile; pairs with {@link #slotsVolatile()}. */
    private void publishSlotsVolatile(Slot<A>[] longer) {
        SLOTS.setVolatile(this, longer);
    }

    /**
     * Returns whether a pin of an epoch up to {@code stamp} stands. The order of the
     * reads is the scan's: slots, words, readers.
     * @param which whose pins count
     */
    boolean isHeld(Predicate<Reader> which, long stamp) {
        for (int i = 0; i < this.homes.length(); i++) {
            Slot<A> home = this.homes.get(i);
            if (home != null && holds(home.wordVolatile(), which, stamp)) {
                return true;
            }
        }
        for (Slot<A> slot : slotsVolatile()) {
            if (holds(slot.wordVolatile(), which, stamp)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(long word, Predicate<Reader> which, long stamp) {
        return word > 0 && Slot.epochOf(word) <= stamp && which.test(this.readers.get(Slot.readerOf(word)));
    }

    /**
     * Returns the pins of an epoch up to {@code stamp}, for statistics.
     * @param which whose pins count
     */
    List<Standing> standing(Predicate<Reader> which, long stamp) {
        List<Standing> found = new ArrayList<>();
        for (int i = 0; i < this.homes.length(); i++) {
            Slot<A> home = this.homes.get(i);
            if (home != null) {
                collect(home, which, stamp, found);
            }
        }
        for (Slot<A> slot : slotsVolatile()) {
            collect(slot, which, stamp, found);
        }
        return found;
    }

    private void collect(Slot<A> slot, Predicate<Reader> which, long stamp, List<Standing> found) {
        long word = slot.wordVolatile();
        if (holds(word, which, stamp)) {
            found.add(new Standing(slot, word, slot.threadIdOpaque(), this.readers.get(Slot.readerOf(word)).label()));
        }
    }

    /**
     * Returns how many pins stand at the moment.
     * @return taken slots
     */
    public int pinned() {
        return standing((reader) -> true, Long.MAX_VALUE).size();
    }

    /**
     * Returns the clock that pins carry.
     * @return the epoch
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
    public boolean isFenceNeededAtHome() {
        return this.barrier == null;
    }

    /**
     * Makes the home slot of the calling thread its own, if the thread whose it was has
     * ended. A thread that has ended happens before whoever sees that (JLS 17.4.4), and
     * one that was collected will never run again; so nobody else writes to the slot.
     * @return whether the slot belongs to the calling thread now; if so it says so
     */
    public boolean adoptHome() {
        Thread thread = Thread.currentThread();
        int index = homeIndex(ThreadIds.current());
        WeakReference<Thread> owner = this.owners.get(index);
        Thread present = (owner != null) ? owner.get() : null;
        if (present != null && present.isAlive()) {
            return false;
        }
        if (!this.owners.compareAndSet(index, owner, new WeakReference<>(thread))) {
            return false;
        }
        Slot<A> home = this.homes.get(index);
        if (home == null) {
            home = slot(this.homeMemory, index);
            this.homes.set(index, home);
        }
        home.adopt(ThreadIds.current());
        return true;
    }

    private int homeIndex(long threadId) {
        return (int) threadId & (this.homes.length() - 1);
    }

    /**
     * Returns how many home slots there are.
     * @return 0 or a power of two
     */
    public int homeCount() {
        return this.homes.length();
    }

    /**
     * Returns the home slot of a thread.
     * @param threadId the thread's id
     * @return the slot, or {@code null} if no thread has adopted it yet
     */
    public @Nullable Slot<A> home(long threadId) {
        return (this.homes.length() > 0) ? this.homes.get(homeIndex(threadId)) : null;
    }

    /**
     * Returns the memory of the home slots: those of the threads 0, 1, 2 and so on, each
     * {@link #slotSize()} bytes. Whoever writes to it keeps to the protocol of
     * {@link Slot} and must keep these pins reachable.
     * @return a direct buffer whose first byte is aligned to 64 bytes
     */
    public ByteBuffer homeMemory() {
        return this.homeMemory;
    }

    /**
     * Returns the distance from one home slot to the next.
     * @return bytes, a multiple of 64
     */
    public int slotSize() {
        return this.slotSize;
    }

    /**
     * A pin as a scan has seen it. No thread has two with one word in one slot, one after
     * the other, once the epoch of the word is over: a pin carries the epoch in which it
     * was taken. So these tell the same pin from the next.
     *
     * @param slot where
     * @param word the word
     * @param threadId the id of the thread that took it
     * @param label what its reader is called
     */
    record Standing(Slot<?> slot, long word, long threadId, String label) {
    }

    /**
     * The home slots of a runtime.
     *
     * @param count how many, 0 or a power of two
     * @param barrier returns after every thread of the process has passed a full memory
     * barrier, or {@code null} if that cannot be had
     */
    public record Homes(int count, @Nullable Runnable barrier) {

        /** No home slots. */
        public static final Homes NONE = new Homes(0, null);

    }

    /**
     * Makes the attachment of a new slot.
     *
     * @param <A> the attachment's type
     */
    @FunctionalInterface
    public interface Preparation<A> {

        /**
         * Prepares a slot.
         * @param memory the memory behind the slot's word, in native byte order
         * @return what the holder of the slot's pin gets
         */
        A prepare(ByteBuffer memory);

    }

}
