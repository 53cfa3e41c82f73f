package io.polyplug.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The pins of one runtime. Thread-safe and without locks, but for growing.
 * <p>
 * There are slots of two kinds. {@link HomeSlots} belong to threads, which pin there by
 * themselves. All other pins take any of the slots here, which nobody owns and which grow
 * with the largest number of such pins at a time: a thread starts at the one that its id
 * gives, and when all are taken there will be twice as many. Scans look at both kinds.
 * Slots never go away. Their memory is that of direct buffers: it lives as long as
 * anything can reach these pins.
 *
 * @param <A> what is prepared once for the memory of a slot
 */
public final class Pins<A> {

    private static final int FIRST_SLOTS = 8;

    private static final VarHandle SLOTS;
    static {
        try {
            SLOTS = MethodHandles.lookup().findVarHandle(Pins.class, "slots", PinSlot[].class);
        }
        catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final Epoch epoch;

    private final SlotLayout<A> layout;

    private final HomeSlots<A> homes;

    /** How many counters there are. */
    private int counters;

    /**
     * A power of two of slots; replaced as a whole by a longer array with the same
     * beginning.
     */
    @SuppressWarnings("FieldCanBeFinal")
    private PinSlot<A>[] slots;

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
    public Pins(Epoch epoch, HomeSlots.Plan homes, int memorySize, PinSlot.Preparation<A> preparation) {
        this.epoch = epoch;
        this.layout = SlotLayout.of(memorySize, preparation);
        this.homes = new HomeSlots<>(epoch, homes, this.layout);
        this.slots = grown(newArray(0), FIRST_SLOTS);
    }

    @SuppressWarnings({ "unchecked", "rawtypes" })
    private static <A> PinSlot<A>[] newArray(int length) {
        return new PinSlot[length];
    }

    private PinSlot<A>[] grown(PinSlot<A>[] present, int length) {
        PinSlot<A>[] longer = newArray(length);
        System.arraycopy(present, 0, longer, 0, present.length);
        ByteBuffer memory = this.layout.allocate(length - present.length);
        for (int i = present.length; i < length; i++) {
            longer[i] = this.layout.slot(memory, i - present.length);
        }
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
     * Adds a counter, with a word for each home slot. What is counted outlives the thread
     * that counts.
     * @return the counter
     */
    public synchronized Counter counter() {
        int index = this.counters;
        Counter counter = new Counter(this::counted, index, this.homes.wordsOf(index), this.homes.wordAt(index));
        this.counters++;
        return counter;
    }

    /**
     * Returns what was counted. The words of home slots are read as those of others:
     * opaque.
     */
    private long counted(Counter counter) {
        long sum = this.homes.countedOpaque(counter);
        for (PinSlot<A> slot : slotsVolatile()) {
            sum += slot.countedOpaque(counter.index());
        }
        return sum;
    }

    /**
     * Takes a pin. What is read as current after this returns stays usable until the slot
     * is given back; call this last before {@code try} and {@link PinSlot#unpinRelease()}
     * last in {@code finally}.
     * @param reader for whom
     * @return the slot that holds the pin
     */
    public PinSlot<A> pin(Reader reader) {
        long word = PinSlot.word(this.epoch.currentVolatile(), reader);
        PinSlot<A>[] present = slotsVolatile();
        while (true) {
            int mask = present.length - 1;
            int start = (int) ThreadIds.current();
            for (int i = 0; i < present.length; i++) {
                PinSlot<A> slot = present[(start + i) & mask];
                if (slot.casPinned(word)) {
                    return slot;
                }
            }
            present = grow(present);
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private synchronized PinSlot<A>[] grow(PinSlot<A>[] full) {
        PinSlot<A>[] present = slotsVolatile();
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
    private PinSlot<A>[] slotsVolatile() {
        return (PinSlot<A>[]) SLOTS.getVolatile(this);
    }

    /** Publishes longer slots. Volatile; pairs with {@link #slotsVolatile()}. */
    private void publishSlotsVolatile(PinSlot<A>[] longer) {
        SLOTS.setVolatile(this, longer);
    }

    /**
     * Returns whether a pin of an epoch up to {@code stamp} stands. The order of the
     * reads is the scan's: slots, words, readers.
     * @param which whose pins count
     */
    boolean isHeld(Predicate<Reader> which, long stamp) {
        for (int i = 0; i < this.homes.count(); i++) {
            PinSlot<A> home = this.homes.adoptedVolatile(i);
            if (home != null && holds(home.wordVolatile(), which, stamp)) {
                return true;
            }
        }
        for (PinSlot<A> slot : slotsVolatile()) {
            if (holds(slot.wordVolatile(), which, stamp)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(long word, Predicate<Reader> which, long stamp) {
        return word > 0 && PinSlot.epochOf(word) <= stamp && which.test(this.readers.get(PinSlot.readerOf(word)));
    }

    /**
     * Returns the pins of an epoch up to {@code stamp}, for statistics.
     * @param which whose pins count
     */
    List<Standing> standing(Predicate<Reader> which, long stamp) {
        List<Standing> found = new ArrayList<>();
        for (int i = 0; i < this.homes.count(); i++) {
            PinSlot<A> home = this.homes.adoptedVolatile(i);
            if (home != null) {
                collect(home, which, stamp, found);
            }
        }
        for (PinSlot<A> slot : slotsVolatile()) {
            collect(slot, which, stamp, found);
        }
        return found;
    }

    private void collect(PinSlot<A> slot, Predicate<Reader> which, long stamp, List<Standing> found) {
        long word = slot.wordVolatile();
        if (holds(word, which, stamp)) {
            found
                .add(new Standing(slot, word, slot.threadIdOpaque(), this.readers.get(PinSlot.readerOf(word)).label()));
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
     * {@return the clock that pins carry}
     */
    public Epoch epoch() {
        return this.epoch;
    }

    /**
     * {@return the slots that belong to threads}
     */
    public HomeSlots<A> homes() {
        return this.homes;
    }

    /**
     * A pin as a scan has seen it. Its word carries the epoch in which the pin was taken:
     * once that epoch is over, no later pin in the slot has the same word. So two of
     * these are equal if they are one pin, and differ if they are two.
     *
     * @param slot where
     * @param word the word
     * @param threadId the id of the thread that took it
     * @param label what its reader is called
     */
    record Standing(PinSlot<?> slot, long word, long threadId, String label) {
    }

}
