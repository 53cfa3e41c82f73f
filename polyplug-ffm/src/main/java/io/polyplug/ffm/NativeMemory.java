package io.polyplug.ffm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * All of memory, by address. Nothing here checks an address: a wrong one ends the
 * process. Where nothing else is said accesses are plain and need no alignment.
 */
@SuppressWarnings("restricted")
final class NativeMemory {

    /** Addresses are offsets. */
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    /** Words at addresses that are multiples of 8. */
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private NativeMemory() {
    }

    /**
     * {@return the byte at an address}
     * @param address its first byte
     */
    static byte getByte(long address) {
        return ALL.get(BYTE, address);
    }

    /**
     * Writes a byte.
     * @param address its first byte
     * @param value what goes there
     */
    static void putByte(long address, byte value) {
        ALL.set(BYTE, address, value);
    }

    /**
     * {@return the short at an address}
     * @param address its first byte
     */
    static short getShort(long address) {
        return ALL.get(SHORT, address);
    }

    /**
     * Writes a short.
     * @param address its first byte
     * @param value what goes there
     */
    static void putShort(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    /**
     * {@return the number of 32 bits at an address}
     * @param address its first byte
     */
    static int getInt(long address) {
        return ALL.get(INT, address);
    }

    /**
     * Writes a number of 32 bits.
     * @param address its first byte
     * @param value what goes there
     */
    static void putInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    /**
     * {@return the word at an address}
     * @param address its first byte
     */
    static long getLong(long address) {
        return ALL.get(LONG, address);
    }

    /**
     * Writes a word.
     * @param address its first byte
     * @param value what goes there
     */
    static void putLong(long address, long value) {
        ALL.set(LONG, address, value);
    }

    /**
     * Adds one to a word.
     * @param address its first byte
     */
    static void increment(long address) {
        ALL.set(LONG, address, ALL.get(LONG, address) + 1);
    }

    /**
     * {@return the float at an address}
     * @param address its first byte
     */
    static float getFloat(long address) {
        return ALL.get(FLOAT, address);
    }

    /**
     * Writes a float.
     * @param address its first byte
     * @param value what goes there
     */
    static void putFloat(long address, float value) {
        ALL.set(FLOAT, address, value);
    }

    /**
     * {@return the double at an address}
     * @param address its first byte
     */
    static double getDouble(long address) {
        return ALL.get(DOUBLE, address);
    }

    /**
     * Writes a double.
     * @param address its first byte
     * @param value what goes there
     */
    static void putDouble(long address, double value) {
        ALL.set(DOUBLE, address, value);
    }

    /**
     * Copies bytes to Java.
     * @param address the first byte
     * @param target gets them from its beginning
     * @param length how many
     */
    static void copyOut(long address, byte[] target, int length) {
        MemorySegment.copy(ALL, BYTE, address, target, 0, length);
    }

    /**
     * Copies all bytes of an array.
     * @param source the bytes
     * @param address where the first one goes
     */
    static void copyIn(byte[] source, long address) {
        MemorySegment.copy(source, 0, ALL, BYTE, address, source.length);
    }

    /**
     * Opaque store of a word; its callers say what it pairs with.
     * @param address a multiple of 8
     * @param value the word
     */
    static void putOpaque(long address, long value) {
        WORD.setOpaque(ALL, address, value);
    }

    /**
     * Release store of a word; its callers say what it pairs with.
     * @param address a multiple of 8
     * @param value the word
     */
    static void putRelease(long address, long value) {
        WORD.setRelease(ALL, address, value);
    }

}
