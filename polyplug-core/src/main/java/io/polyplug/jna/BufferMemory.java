package io.polyplug.jna;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.sun.jna.Native;

import io.polyplug.ffi.SlotMemory;

/**
 * The bytes of a direct buffer, which checks that an address is one of theirs: no Java up
 * to 21 reaches memory in another way that is here to stay. Thread-safe.
 *
 * @param buffer the bytes, in native order
 * @param first the address of the first one
 * @param guestCall describes contract functions to libffi
 */
record BufferMemory(ByteBuffer buffer, long first, long guestCall) implements SlotMemory {

    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private int at(long address) {
        return (int) (address - this.first);
    }

    @Override
    public byte getByte(long address) {
        return this.buffer.get(at(address));
    }

    @Override
    public void putByte(long address, byte value) {
        this.buffer.put(at(address), value);
    }

    @Override
    public short getShort(long address) {
        return this.buffer.getShort(at(address));
    }

    @Override
    public void putShort(long address, short value) {
        this.buffer.putShort(at(address), value);
    }

    @Override
    public int getInt(long address) {
        return this.buffer.getInt(at(address));
    }

    @Override
    public void putInt(long address, int value) {
        this.buffer.putInt(at(address), value);
    }

    @Override
    public long getLong(long address) {
        return this.buffer.getLong(at(address));
    }

    @Override
    public void putLong(long address, long value) {
        this.buffer.putLong(at(address), value);
    }

    @Override
    public float getFloat(long address) {
        return this.buffer.getFloat(at(address));
    }

    @Override
    public void putFloat(long address, float value) {
        this.buffer.putFloat(at(address), value);
    }

    @Override
    public double getDouble(long address) {
        return this.buffer.getDouble(at(address));
    }

    @Override
    public void putDouble(long address, double value) {
        this.buffer.putDouble(at(address), value);
    }

    @Override
    public void increment(long address) {
        int at = at(address);
        this.buffer.putLong(at, this.buffer.getLong(at) + 1);
    }

    @Override
    public void copyIn(byte[] source, long address) {
        this.buffer.put(at(address), source);
    }

    @Override
    public void putOpaque(long address, long value) {
        WORDS.setOpaque(this.buffer, at(address), value);
    }

    @Override
    public void putRelease(long address, long value) {
        WORDS.setRelease(this.buffer, at(address), value);
    }

    @Override
    public void callGuest(long header, long function, long data, long contractId, long args, long out, long error) {
        long values = header + JnaBackend.CALL_WORDS * Long.BYTES;
        putLong(values, data);
        putLong(values + Long.BYTES, contractId);
        putLong(values + 2 * Long.BYTES, args);
        putLong(values + 3 * Long.BYTES, out);
        putLong(values + 4 * Long.BYTES, error);
        Native.ffi_call(this.guestCall, function, 0, header);
    }

}
