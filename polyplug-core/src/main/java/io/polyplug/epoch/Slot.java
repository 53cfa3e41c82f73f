package io.polyplug.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One place for one pin: a word, and behind it memory that belongs to whoever holds the
 * pin.
 * <p>
 * Layout: word at 0 (0 is free, otherwise the epoch of the pin), sequence at 8 (how often
 * the slot was taken), thread id at 16, the holder's memory from {@value #HEADER_SIZE}.
 * No slot is owned: a thread takes any free one, so a thread that dies leaves nothing
 * behind, and another thread may end the pin.
 *
 * @param <A> what is prepared once for the memory behind the word
 */
public final class Slot<A> {

    /** Bytes before the holder's memory. */
    public static final int HEADER_SIZE = 32;

    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int WORD = 0;

    private static final int SEQUENCE = 8;

    private static final int THREAD = 16;

    private final ByteBuffer memory;

    private final A attachment;

    Slot(ByteBuffer memory, PinBlock.Preparation<A> preparation) {
        this.memory = memory;
        this.attachment = preparation
            .prepare(memory.slice(HEADER_SIZE, memory.capacity() - HEADER_SIZE).order(ByteOrder.nativeOrder()));
    }

    /**
     * Takes the slot if it is free. Volatile compare-and-set: its write comes before the
     * holder's read of what is current and pairs with {@link #wordVolatile()} of the
     * reclaimer, its read pairs with {@link #unpinRelease()} of the last holder, so that
     * the memory behind the word is ours. Anything weaker would let the reclaimer miss a
     * pin whose holder still sees what was replaced.
     */
    boolean casPinned(long epoch) {
        if (!WORDS.compareAndSet(this.memory, WORD, 0L, epoch)) {
            return false;
        }
        WORDS.setOpaque(this.memory, SEQUENCE, (long) WORDS.getOpaque(this.memory, SEQUENCE) + 1);
        WORDS.setOpaque(this.memory, THREAD, Thread.currentThread().getId());
        return true;
    }

    /**
     * Ends the pin; any thread may. Release: every use under the pin comes before it, and
     * pairs with {@link #wordVolatile()}, so that reclaiming comes after. Plain would let
     * a native read slide past the unpin.
     */
    public void unpinRelease() {
        WORDS.setRelease(this.memory, WORD, 0L);
    }

    /**
     * Returns the epoch of the pin, or 0. Volatile read; pairs with {@link #casPinned}
     * and {@link #unpinRelease()}.
     */
    long wordVolatile() {
        return (long) WORDS.getVolatile(this.memory, WORD);
    }

    /**
     * Returns how often the slot was taken. Opaque, for statistics only: tells the same
     * pin from the next.
     */
    long sequenceOpaque() {
        return (long) WORDS.getOpaque(this.memory, SEQUENCE);
    }

    /**
     * Returns the id of the thread that took the slot last. Opaque, for statistics only.
     */
    long threadIdOpaque() {
        return (long) WORDS.getOpaque(this.memory, THREAD);
    }

    /**
     * Returns what was prepared for the memory behind the word. Only the holder of the
     * pin may use it.
     * @return the preparation's result
     */
    public A attachment() {
        return this.attachment;
    }

}
