package io.polyplug.ffm;

import java.nio.ByteBuffer;

import io.polyplug.ffi.SlotMemory;

/**
 * The memory of slots, by address and without any check. Thread-safe.
 *
 * @param buffer keeps the memory reachable
 * @param base its address
 */
record ForeignMemory(ByteBuffer buffer, HomeBase base) implements SlotMemory {

    @Override
    public long first() {
        return this.base.address();
    }

    @Override
    public byte getByte(long address) {
        return NativeMemory.getByte(address);
    }

    @Override
    public void putByte(long address, byte value) {
        NativeMemory.putByte(address, value);
    }

    @Override
    public short getShort(long address) {
        return NativeMemory.getShort(address);
    }

    @Override
    public void putShort(long address, short value) {
        NativeMemory.putShort(address, value);
    }

    @Override
    public int getInt(long address) {
        return NativeMemory.getInt(address);
    }

    @Override
    public void putInt(long address, int value) {
        NativeMemory.putInt(address, value);
    }

    @Override
    public long getLong(long address) {
        return NativeMemory.getLong(address);
    }

    @Override
    public void putLong(long address, long value) {
        NativeMemory.putLong(address, value);
    }

    @Override
    public float getFloat(long address) {
        return NativeMemory.getFloat(address);
    }

    @Override
    public void putFloat(long address, float value) {
        NativeMemory.putFloat(address, value);
    }

    @Override
    public double getDouble(long address) {
        return NativeMemory.getDouble(address);
    }

    @Override
    public void putDouble(long address, double value) {
        NativeMemory.putDouble(address, value);
    }

    @Override
    public void increment(long address) {
        NativeMemory.increment(address);
    }

    @Override
    public void copyIn(byte[] source, long address) {
        NativeMemory.copyIn(source, address);
    }

    @Override
    public void putOpaque(long address, long value) {
        NativeMemory.putOpaque(address, value);
    }

    @Override
    public void putRelease(long address, long value) {
        NativeMemory.putRelease(address, value);
    }

    @Override
    public void callGuest(long header, long function, long data, long contractId, long args, long out, long error) {
        GuestDowncall.call(function, data, contractId, args, out, error);
    }

}
