package io.polyplug.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * One place for one pin: a word, and behind it memory that belongs to whoever holds the
 * pin.
 * <p>
 * Layout, in 64-bit words of native byte order:
 * <table>
 * <caption>The beginning of a slot</caption>
 * <tr>
 * <td>{@value #WORD}</td>
 * <td>positive while there is a pin: epoch &lt;&lt; {@value #READER_BITS} | index of the
 * reader; otherwise 0, or in a home slot that belongs to a thread its id, negated</td>
 * </tr>
 * <tr>
 * <td>{@value #THREAD}</td>
 * <td>the id of the thread that took it; of a home slot, whose it is</td>
 * </tr>
 * <tr>
 * <td>{@value #NOTE}</td>
 * <td>home slots only: a word of the holder, whose meaning is its own</td>
 * </tr>
 * <tr>
 * <td>{@value #MARK}</td>
 * <td>home slots only: another one; 0 unless the holder has marked its pin</td>
 * </tr>
 * <tr>
 * <td>{@value #REMINDER}</td>
 * <td>home slots only: a word that whoever means to take a pin may write; it means
 * nothing to anybody else, and may be lost</td>
 * </tr>
 * <tr>
 * <td>{@value #MEMORY}</td>
 * <td>the holder's memory</td>
 * </tr>
 * </table>
 * But for home slots none is owned: a thread that dies leaves nothing behind, and another
 * thread may end a pin.
 *
 * @param <A> what is prepared once for the memory behind the word
 */
public final class PinSlot<A> {

    /** Offset of the word that makes the pin. */
    public static final int WORD = 0;

    /** Offset of the id of the thread that took the slot. */
    public static final int THREAD = 8;

    /** Offset of the holder's note. */
    public static final int NOTE = 16;

    /** Offset of the holder's mark. */
    public static final int MARK = 24;

    /** Offset of a word for whoever means to take a pin. */
    public static final int REMINDER = 32;

    /** Offset of the holder's memory. */
    public static final int MEMORY = 40;

    /** How many of the word's lower bits are the reader's index. */
    public static final int READER_BITS = 24;

    private static final int READER_MASK = (1 << READER_BITS) - 1;

    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

    private final ByteBuffer memory;

    private final A attachment;

    /**
     * What the holder of a home slot has marked its pin with. Plain: only the thread
     * whose slot it is writes it, and whoever adopts the slot.
     */
    @SuppressWarnings({ "unused", "UnusedVariable" })
    private @Nullable Object kept;

    /**
     * By counter. Replaced as a whole by a longer array with the same beginning, by the
     * holder of the pin; volatile, so that whoever saw the longer one never sees the
     * shorter one again.
     */
    private volatile long[] counts = {};

    PinSlot(ByteBuffer memory, Preparation<A> preparation) {
        this.memory = memory;
        this.attachment = preparation
            .prepare(memory.slice(MEMORY, memory.capacity() - MEMORY).order(ByteOrder.nativeOrder()));
    }

    static long word(long epoch, Reader reader) {
        return epoch << READER_BITS | reader.index();
    }

    static long epochOf(long word) {
        return word >>> READER_BITS;
    }

    static int readerOf(long word) {
        return (int) word & READER_MASK;
    }

    /**
     * Takes the slot if it is free. Volatile compare-and-set: its write comes before the
     * holder's read of what is current and pairs with {@link #wordVolatile()} of the
     * reclaimer, its read pairs with {@link #unpinRelease()} of the last holder, so that
     * the memory behind the word is ours. Anything weaker would let the reclaimer miss a
     * pin whose holder still sees what was replaced.
     */
    boolean casPinned(long word) {
        if (!WORDS.compareAndSet(this.memory, WORD, 0L, word)) {
            return false;
        }
        WORDS.setOpaque(this.memory, THREAD, ThreadIds.current());
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
     * Returns the word of the pin, or what is not positive. Volatile read; pairs with
     * {@link #casPinned} and {@link #unpinRelease()}.
     */
    long wordVolatile() {
        return (long) WORDS.getVolatile(this.memory, WORD);
    }

    /**
     * Returns the id of the thread that took the slot last. Opaque, for statistics only.
     */
    long threadIdOpaque() {
        return (long) WORDS.getOpaque(this.memory, THREAD);
    }

    /**
     * Returns whether this home slot holds a pin of the given thread, which is the
     * calling one, that has no mark. Plain reads: only a thread itself writes its id
     * here, and while it does not end nobody else writes here at all.
     * @param threadId the calling thread's id
     * @return {@code true} if there is such a pin, and it is not marked
     */
    public boolean isUnmarkedPinOf(long threadId) {
        return this.memory.getLong(THREAD) == threadId && this.memory.getLong(WORD) > 0
                && this.memory.getLong(MARK) == 0;
    }

    /**
     * Notes whose this home slot is, and takes away what a thread left that was collected
     * in the midst of a pin. Plain: only the new owner counts on it.
     */
    void adopt(long threadId) {
        this.kept = null;
        this.memory.putLong(MARK, 0);
        this.memory.putLong(THREAD, threadId);
        this.memory.putLong(WORD, -threadId);
    }

    /**
     * Marks the pin of this home slot, which the calling thread holds, and keeps an
     * object reachable at least until the pin has ended. The holder takes the mark away.
     * @param object what the mark stands for
     */
    public void mark(Object object) {
        this.kept = object;
        this.memory.putLong(MARK, 1);
    }

    /**
     * Returns what the calling thread, which holds the pin of this home slot, has noted.
     * @return the note, which means what the holder says
     */
    public long note() {
        return this.memory.getLong(NOTE);
    }

    /**
     * Counts one more. Only the holder of the pin may: it sees what the last holder
     * counted. Opaque store; pairs with {@link #countedOpaque}, where a reader never sees
     * less than before.
     * @param counter the index of the counter
     */
    public void count(int counter) {
        long[] present = this.counts;
        if (counter >= present.length) {
            present = Arrays.copyOf(present, Math.max(counter + 1, present.length * 2));
            this.counts = present;
        }
        COUNTS.setOpaque(present, counter, present[counter] + 1);
    }

    /** Returns what holders of this slot have counted. Opaque read. */
    long countedOpaque(int counter) {
        long[] present = this.counts;
        return (counter < present.length) ? (long) COUNTS.getOpaque(present, counter) : 0;
    }

    /**
     * Returns what was prepared for the memory behind the word. Only the holder of the
     * pin may use it.
     * @return the preparation's result
     */
    public A attachment() {
        return this.attachment;
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
