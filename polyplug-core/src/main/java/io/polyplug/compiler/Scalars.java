package io.polyplug.compiler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

import io.polyplug.ffi.SlotMemory;
import io.polyplug.types.ScalarType;

/**
 * How scalars are written to and read from an address. Static and thread-safe.
 */
final class Scalars {

    private static final int U8 = 0xff;

    private static final int U16 = 0xffff;

    private static final long U32 = 0xffffffffL;

    private Scalars() {
    }

    /** Returns {@code void put(long address, T value)}. */
    static MethodHandle put(SlotMemory memory, ScalarType type) {
        return switch (type) {
            case BYTE -> put(memory, "putByte", byte.class);
            case SHORT -> put(memory, "putShort", short.class);
            case INT -> put(memory, "putInt", int.class);
            case LONG -> put(memory, "putLong", long.class);
            case FLOAT -> put(memory, "putFloat", float.class);
            case DOUBLE -> put(memory, "putDouble", double.class);
            case BOOLEAN -> with(memory, "putBoolean", boolean.class);
            case UNSIGNED_BYTE -> with(memory, "putUnsignedByte", short.class);
            case UNSIGNED_SHORT -> with(memory, "putUnsignedShort", int.class);
            case UNSIGNED_INT -> with(memory, "putUnsignedInt", long.class);
        };
    }

    /** Returns {@code T get(long address)}; a {@code bool} is read elsewhere. */
    static MethodHandle get(SlotMemory memory, ScalarType type) {
        return switch (type) {
            case BYTE -> get(memory, "getByte", byte.class);
            case SHORT -> get(memory, "getShort", short.class);
            case INT -> get(memory, "getInt", int.class);
            case LONG -> get(memory, "getLong", long.class);
            case FLOAT -> get(memory, "getFloat", float.class);
            case DOUBLE -> get(memory, "getDouble", double.class);
            case UNSIGNED_BYTE -> from(memory, "getUnsignedByte", short.class);
            case UNSIGNED_SHORT -> from(memory, "getUnsignedShort", int.class);
            case UNSIGNED_INT -> from(memory, "getUnsignedInt", long.class);
            case BOOLEAN -> throw new IllegalArgumentException("A bool can be wrong");
        };
    }

    private static MethodHandle put(SlotMemory memory, String name, Class<?> value) {
        return Constants.of(SlotMemory.class, memory, name, MethodType.methodType(void.class, long.class, value));
    }

    private static MethodHandle get(SlotMemory memory, String name, Class<?> value) {
        return Constants.of(SlotMemory.class, memory, name, MethodType.methodType(value, long.class));
    }

    private static MethodHandle with(SlotMemory memory, String name, Class<?> value) {
        return Constants.of(Scalars.class, name, MethodType.methodType(void.class, SlotMemory.class, long.class, value))
            .bindTo(memory);
    }

    private static MethodHandle from(SlotMemory memory, String name, Class<?> value) {
        return Constants.of(Scalars.class, name, MethodType.methodType(value, SlotMemory.class, long.class))
            .bindTo(memory);
    }

    static void putBoolean(SlotMemory memory, long address, boolean value) {
        memory.putByte(address, (byte) (value ? 1 : 0));
    }

    static void putUnsignedByte(SlotMemory memory, long address, short value) {
        memory.putByte(address, (byte) inRange(value, U8));
    }

    static short getUnsignedByte(SlotMemory memory, long address) {
        return (short) (memory.getByte(address) & U8);
    }

    static void putUnsignedShort(SlotMemory memory, long address, int value) {
        memory.putShort(address, (short) inRange(value, U16));
    }

    static int getUnsignedShort(SlotMemory memory, long address) {
        return memory.getShort(address) & U16;
    }

    static void putUnsignedInt(SlotMemory memory, long address, long value) {
        memory.putInt(address, (int) inRange(value, U32));
    }

    static long getUnsignedInt(SlotMemory memory, long address) {
        return memory.getInt(address) & U32;
    }

    /** The interpreter says what is wrong with the value. */
    private static long inRange(long value, long maximum) {
        if (value < 0 || value > maximum) {
            throw new IllegalArgumentException();
        }
        return value;
    }

}
