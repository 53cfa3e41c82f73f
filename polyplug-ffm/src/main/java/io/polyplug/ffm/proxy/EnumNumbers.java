package io.polyplug.ffm.proxy;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

import io.polyplug.ffm.NativeMemory;
import io.polyplug.types.EnumType;

/**
 * How the constants of an enum are written to and read from an address. Thread-safe.
 *
 * @param type the enum
 */
record EnumNumbers(EnumType type) {

    /** Returns {@code void put(long address, Object constant)}. */
    static MethodHandle put(EnumType type) {
        return Constants.of(new EnumNumbers(type), "put" + suffix(type),
                MethodType.methodType(void.class, long.class, Object.class));
    }

    /** Returns {@code Object get(long address)}, which refuses what is no constant. */
    static MethodHandle get(EnumType type) {
        return Constants.of(new EnumNumbers(type), "get" + suffix(type),
                MethodType.methodType(Object.class, long.class));
    }

    private static String suffix(EnumType type) {
        return switch (type.size()) {
            case Byte.BYTES -> "Byte";
            case Short.BYTES -> "Short";
            case Integer.BYTES -> "Int";
            default -> "Long";
        };
    }

    void putByte(long address, Object constant) {
        NativeMemory.putByte(address, (byte) this.type.numberOf(constant));
    }

    void putShort(long address, Object constant) {
        NativeMemory.putShort(address, (short) this.type.numberOf(constant));
    }

    void putInt(long address, Object constant) {
        NativeMemory.putInt(address, (int) this.type.numberOf(constant));
    }

    void putLong(long address, Object constant) {
        NativeMemory.putLong(address, this.type.numberOf(constant));
    }

    Object getByte(long address) {
        return this.type.constantOf(Scalars.getUnsignedByte(address));
    }

    Object getShort(long address) {
        return this.type.constantOf(Scalars.getUnsignedShort(address));
    }

    Object getInt(long address) {
        return this.type.constantOf(Scalars.getUnsignedInt(address));
    }

    Object getLong(long address) {
        return this.type.constantOf(NativeMemory.getLong(address));
    }

}
