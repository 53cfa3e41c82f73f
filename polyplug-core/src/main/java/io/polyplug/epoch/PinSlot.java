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
 * <td>home slots only: {@value #MARKED} once the holder has marked its pin,
 * {@value #WITH_BLOCK} while it has only noted a block there, otherwise 0</td>
 * </tr>
 * <tr>
 * <td>{@value #REMINDER}</td>
 * <td>home slots only: a word that whoever means to take a pin may write; it means
 * nothing to anybody else, and may be lost</td>
 * </tr>
 * <tr>
 * <td>{@value #BLOCK}, {@value #BLOCK_SIZE}</td>
 * <td>home slots only: address and bytes of the block that the holder has noted; they
 * mean nothing but while the mark says so</td>
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

    /** Offset of the address of a block. */
    public static final int BLOCK = 40;

    /** Offset of its size. */
    public static final int BLOCK_SIZE = 48;

    /** Offset of the holder's memory. */
    public static final int MEMORY = 56;

    /** The mark of a marked pin. */
    public static final long MARKED = 1;

    /** The mark of a pin that has a block and is not marked otherwise. */
    public static final long WITH_BLOCK = 2;

    /** How many of the word's lower bits are the reader's index. */
    public static final int READER_BITS = 24;

    private static final int READER_MASK = (1 << READER_BITS) - 1;

    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

    private final ByteBuffer memory;

    private final A attachment;

    /**
     * What the thread keeps whose home slot this is. Plain: only that thread reads and
     * writes it, and whoever adopts the slot.
     */
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
     * Returns whether this home slot belongs to the given thread, which is the calling
     * one. Plain read: only a thread itself writes its id here, and while it does not end
     * nobody else writes here at all.
     * @param threadId the calling thread's id
     * @return {@code true} if it does
     */
    public boolean isOf(long threadId) {
        return this.memory.getLong(THREAD) == threadId;
    }

    /**
     * Returns whether this home slot, which belongs to the calling thread, holds a pin
     * that is not {@link #mark() marked}. Plain reads.
     * @return {@code true} if there is a pin, with a block or without, and it is not
     * marked
     */
    public boolean isUnmarkedPin() {
        return this.memory.getLong(WORD) > 0 && this.memory.getLong(MARK) != MARKED;
    }

    /**
     * Notes a block in the pin of this home slot, which the calling thread holds, if it
     * is neither marked nor has one. Plain.
     * @param address where the block is
     * @param size its bytes
     */
    public void noteBlock(long address, long size) {
        this.memory.putLong(BLOCK, address);
        this.memory.putLong(BLOCK_SIZE, size);
        this.memory.putLong(MARK, WITH_BLOCK);
    }

    /**
     * Returns whether the pin of this home slot, which the calling thread holds, has a
     * block. Plain read.
     * @return {@code true} if it has one and is not marked
     */
    public boolean hasBlock() {
        return this.memory.getLong(MARK) == WITH_BLOCK;
    }

    /**
     * Returns the block that was noted in the pin of this home slot last.
     * @return its address
     */
    public long blockAddress() {
        return this.memory.getLong(BLOCK);
    }

    /**
     * Returns how long the block is that was noted in the pin of this home slot last.
     * @return its bytes
     */
    public long blockSize() {
        return this.memory.getLong(BLOCK_SIZE);
    }

    /**
     * Notes whose this home slot is, and takes away what the thread before left. Plain:
     * only the new owner counts on it.
     */
    void adopt(long threadId) {
        this.kept = null;
        this.memory.putLong(MARK, 0);
        this.memory.putLong(THREAD, threadId);
        this.memory.putLong(WORD, -threadId);
    }

    /**
     * Marks the pin of this home slot, which the calling thread holds. The holder takes
     * the mark away.
     */
    public void mark() {
        this.memory.putLong(MARK, MARKED);
    }

    /**
     * Returns what the calling thread keeps in this home slot, which belongs to it.
     * @return the object, or {@code null} while there is none
     */
    public @Nullable Object kept() {
        return this.kept;
    }

    /**
     * Keeps an object in this home slot, which belongs to the calling thread, until
     * another thread adopts the slot.
     * @param object what is kept
     */
    public void keep(Object object) {
        this.kept = object;
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
