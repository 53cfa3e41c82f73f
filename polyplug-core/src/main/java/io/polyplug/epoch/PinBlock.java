package io.polyplug.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Slots for the pins of one kind of reader, which grow with the largest number of
 * simultaneous pins. Thread-safe and without locks, but for growing.
 * <p>
 * A thread starts at the slot that its id gives and takes the next free one. When all are
 * taken the block doubles; slots never go away. The memory is that of direct buffers: it
 * lives as long as anything can reach this block.
 *
 * @param <A> what is prepared once for the memory of a slot
 */
public final class PinBlock<A> {

    private static final int FIRST_SLOTS = 8;

    private static final int ALIGNMENT = 64;

    private static final VarHandle SLOTS;
    static {
        try {
            SLOTS = MethodHandles.lookup().findVarHandle(PinBlock.class, "slots", Slot[].class);
        }
        catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final Epoch epoch;

    private final String label;

    private final int slotSize;

    private final Preparation<A> preparation;

    /**
     * A power of two of slots; replaced as a whole by a longer array with the same
     * beginning.
     */
    @SuppressWarnings("FieldCanBeFinal")
    private Slot<A>[] slots;

    /**
     * Creates a block.
     * @param epoch the clock that pins carry
     * @param label what holders of these pins are called in statistics
     * @param memorySize bytes of memory that the holder of a pin gets
     * @param preparation makes the attachment of each new slot
     */
    public PinBlock(Epoch epoch, String label, int memorySize, Preparation<A> preparation) {
        this.epoch = epoch;
        this.label = label;
        this.slotSize = (Slot.HEADER_SIZE + memorySize + ALIGNMENT - 1) & -ALIGNMENT;
        this.preparation = preparation;
        this.slots = grown(newArray(0), FIRST_SLOTS);
    }

    @SuppressWarnings({ "unchecked", "rawtypes" })
    private static <A> Slot<A>[] newArray(int length) {
        return new Slot[length];
    }

    private Slot<A>[] grown(Slot<A>[] present, int length) {
        ByteBuffer memory = ByteBuffer.allocateDirect((length - present.length) * this.slotSize + ALIGNMENT)
            .alignedSlice(ALIGNMENT);
        Slot<A>[] longer = newArray(length);
        System.arraycopy(present, 0, longer, 0, present.length);
        for (int i = present.length; i < length; i++) {
            longer[i] = new Slot<>(memory.slice((i - present.length) * this.slotSize, this.slotSize), this.preparation);
        }
        return longer;
    }

    /**
     * Takes a pin. What is read as current after this returns stays usable until the slot
     * is given back; call this last before {@code try} and {@link Slot#unpinRelease()}
     * last in {@code finally}.
     * @return the slot that holds the pin
     */
    public Slot<A> pin() {
        long now = this.epoch.currentVolatile();
        Slot<A>[] present = slotsVolatile();
        while (true) {
            int mask = present.length - 1;
            int start = (int) Thread.currentThread().getId();
            for (int i = 0; i < present.length; i++) {
                Slot<A> slot = present[(start + i) & mask];
                if (slot.casPinned(now)) {
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
     * reads is the scan's: slots, words.
     */
    boolean isHeld(long stamp) {
        for (Slot<A> slot : slotsVolatile()) {
            if (holds(slot, stamp)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the slots whose pins are of an epoch up to {@code stamp}, for statistics.
     */
    List<Slot<A>> holders(long stamp) {
        List<Slot<A>> found = new ArrayList<>();
        for (Slot<A> slot : slotsVolatile()) {
            if (holds(slot, stamp)) {
                found.add(slot);
            }
        }
        return found;
    }

    private boolean holds(Slot<A> slot, long stamp) {
        long word = slot.wordVolatile();
        return word != 0 && word <= stamp;
    }

    /**
     * Returns how many pins stand at the moment.
     * @return taken slots
     */
    public int pinned() {
        return holders(Long.MAX_VALUE).size();
    }

    /**
     * Returns what holders of these pins are called in statistics.
     * @return the label
     */
    public String label() {
        return this.label;
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
