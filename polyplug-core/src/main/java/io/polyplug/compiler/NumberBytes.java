package io.polyplug.compiler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

import io.polyplug.ffi.SlotMemory;
import io.polyplug.types.NumberType;

/**
 * How objects that stand for numbers, such as constants of an enum, are written to and
 * read from an address. Thread-safe.
 *
 * @param memory where they are written to
 * @param type which objects those are
 */
record NumberBytes(SlotMemory memory, NumberType type) {

    /** Returns {@code void put(long address, Object value)}. */
    static MethodHandle put(SlotMemory memory, NumberType type) {
        return Constants.of(new NumberBytes(memory, type), "put" + suffix(type),
                MethodType.methodType(void.class, long.class, Object.class));
    }

    /**
     * Returns {@code Object get(long address)}, which refuses what stands for no object.
     */
    static MethodHandle get(SlotMemory memory, NumberType type) {
        return Constants.of(new NumberBytes(memory, type), "get" + suffix(type),
                MethodType.methodType(Object.class, long.class));
    }

    private static String suffix(NumberType type) {
        return switch (type.size()) {
            case Byte.BYTES -> "Byte";
            case Short.BYTES -> "Short";
            case Integer.BYTES -> "Int";
            default -> "Long";
        };
    }

    void putByte(long address, Object value) {
        this.memory.putByte(address, (byte) this.type.numberOf(value));
    }

    void putShort(long address, Object value) {
        this.memory.putShort(address, (short) this.type.numberOf(value));
    }

    void putInt(long address, Object value) {
        this.memory.putInt(address, (int) this.type.numberOf(value));
    }

    void putLong(long address, Object value) {
        this.memory.putLong(address, this.type.numberOf(value));
    }

    Object getByte(long address) {
        return this.type.valueOf(Scalars.getUnsignedByte(this.memory, address));
    }

    Object getShort(long address) {
        return this.type.valueOf(Scalars.getUnsignedShort(this.memory, address));
    }

    Object getInt(long address) {
        return this.type.valueOf(Scalars.getUnsignedInt(this.memory, address));
    }

    Object getLong(long address) {
        return this.type.valueOf(this.memory.getLong(address));
    }

}
