package io.polyplug.ffm.proxy;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

import io.polyplug.ffm.NativeMemory;
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
    static MethodHandle put(ScalarType type) {
        return switch (type) {
            case BYTE -> put(NativeMemory.class, "putByte", byte.class);
            case SHORT -> put(NativeMemory.class, "putShort", short.class);
            case INT -> put(NativeMemory.class, "putInt", int.class);
            case LONG -> put(NativeMemory.class, "putLong", long.class);
            case FLOAT -> put(NativeMemory.class, "putFloat", float.class);
            case DOUBLE -> put(NativeMemory.class, "putDouble", double.class);
            case BOOLEAN -> put(Scalars.class, "putBoolean", boolean.class);
            case UNSIGNED_BYTE -> put(Scalars.class, "putUnsignedByte", short.class);
            case UNSIGNED_SHORT -> put(Scalars.class, "putUnsignedShort", int.class);
            case UNSIGNED_INT -> put(Scalars.class, "putUnsignedInt", long.class);
        };
    }

    /** Returns {@code T get(long address)}; a {@code bool} is read elsewhere. */
    static MethodHandle get(ScalarType type) {
        return switch (type) {
            case BYTE -> get(NativeMemory.class, "getByte", byte.class);
            case SHORT -> get(NativeMemory.class, "getShort", short.class);
            case INT -> get(NativeMemory.class, "getInt", int.class);
            case LONG -> get(NativeMemory.class, "getLong", long.class);
            case FLOAT -> get(NativeMemory.class, "getFloat", float.class);
            case DOUBLE -> get(NativeMemory.class, "getDouble", double.class);
            case UNSIGNED_BYTE -> get(Scalars.class, "getUnsignedByte", short.class);
            case UNSIGNED_SHORT -> get(Scalars.class, "getUnsignedShort", int.class);
            case UNSIGNED_INT -> get(Scalars.class, "getUnsignedInt", long.class);
            case BOOLEAN -> throw new IllegalArgumentException("A bool can be wrong");
        };
    }

    private static MethodHandle put(Class<?> owner, String name, Class<?> value) {
        return Constants.of(owner, name, MethodType.methodType(void.class, long.class, value));
    }

    private static MethodHandle get(Class<?> owner, String name, Class<?> value) {
        return Constants.of(owner, name, MethodType.methodType(value, long.class));
    }

    static void putBoolean(long address, boolean value) {
        NativeMemory.putByte(address, (byte) (value ? 1 : 0));
    }

    static void putUnsignedByte(long address, short value) {
        NativeMemory.putByte(address, (byte) inRange(value, U8));
    }

    static short getUnsignedByte(long address) {
        return (short) (NativeMemory.getByte(address) & U8);
    }

    static void putUnsignedShort(long address, int value) {
        NativeMemory.putShort(address, (short) inRange(value, U16));
    }

    static int getUnsignedShort(long address) {
        return NativeMemory.getShort(address) & U16;
    }

    static void putUnsignedInt(long address, long value) {
        NativeMemory.putInt(address, (int) inRange(value, U32));
    }

    static long getUnsignedInt(long address) {
        return NativeMemory.getInt(address) & U32;
    }

    /** The interpreter says what is wrong with the value. */
    private static long inRange(long value, long maximum) {
        if (value < 0 || value > maximum) {
            throw new IllegalArgumentException();
        }
        return value;
    }

}
