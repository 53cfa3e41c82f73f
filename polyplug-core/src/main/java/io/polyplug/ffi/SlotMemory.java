package io.polyplug.ffi;

/**
 * How compiled calls reach the memory that they stand in, and guests from there. Where
 * nothing else is said accesses are plain and need no alignment. An address that is not
 * in that memory is not looked for.
 * <p>
 * Implementations are records, for the JIT compiler takes components of a constant record
 * as constants; so a compiled call costs what its accesses cost.
 */
public interface SlotMemory {

    /**
     * {@return the address of the first byte}
     */
    long first();

    /**
     * {@return the byte at an address}
     * @param address its first byte
     */
    byte getByte(long address);

    /**
     * Writes a byte.
     * @param address its first byte
     * @param value what goes there
     */
    void putByte(long address, byte value);

    /**
     * {@return the short at an address}
     * @param address its first byte
     */
    short getShort(long address);

    /**
     * Writes a short.
     * @param address its first byte
     * @param value what goes there
     */
    void putShort(long address, short value);

    /**
     * {@return the number of 32 bits at an address}
     * @param address its first byte
     */
    int getInt(long address);

    /**
     * Writes a number of 32 bits.
     * @param address its first byte
     * @param value what goes there
     */
    void putInt(long address, int value);

    /**
     * {@return the word at an address}
     * @param address its first byte
     */
    long getLong(long address);

    /**
     * Writes a word.
     * @param address its first byte
     * @param value what goes there
     */
    void putLong(long address, long value);

    /**
     * {@return the float at an address}
     * @param address its first byte
     */
    float getFloat(long address);

    /**
     * Writes a float.
     * @param address its first byte
     * @param value what goes there
     */
    void putFloat(long address, float value);

    /**
     * {@return the double at an address}
     * @param address its first byte
     */
    double getDouble(long address);

    /**
     * Writes a double.
     * @param address its first byte
     * @param value what goes there
     */
    void putDouble(long address, double value);

    /**
     * Adds one to a word.
     * @param address its first byte
     */
    void increment(long address);

    /**
     * Copies all bytes of an array.
     * @param source the bytes
     * @param address where the first one goes
     */
    void copyIn(byte[] source, long address);

    /**
     * Opaque store of a word; its callers say what it pairs with.
     * @param address a multiple of 8
     * @param value the word
     */
    void putOpaque(long address, long value);

    /**
     * Release store of a word; its callers say what it pairs with.
     * @param address a multiple of 8
     * @param value the word
     */
    void putRelease(long address, long value);

    /**
     * Calls a contract function, without a reserve of stack. Reads and writes all memory.
     * @param header the address of a header that {@link NativeBackend#prepareCallFrame}
     * has prepared
     * @param function the code address
     * @param data the instance's data word
     * @param contractId the instance's second word
     * @param args the packed arguments, or 0
     * @param out room for the result, or 0
     * @param error the 24 bytes of an {@code AbiError}
     */
    void callGuest(long header, long function, long data, long contractId, long args, long out, long error);

}
