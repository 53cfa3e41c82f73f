package io.polyplug.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Platform;

/**
 * The memory of a bare {@code Native.ffi_call}, which is the fastest that JNA can do: 5
 * pointers to 5 words, {@code AbiError}, result, arguments, and room for what views point
 * at. Belongs to one thread.
 */
final class FfiFrame {

    static final int ERROR = 80;

    static final int RESULT = 112;

    static final int ARGUMENTS = 144;

    static final int ROOM = 256;

    private static final int SIZE = 8192;

    private static final int WORDS = 5;

    private static final int UINT64 = 11;

    /** {@code void (u64 x 5)}. */
    private static final long GUEST_CALL = describe(type(1, 1, 0), WORDS);

    final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());

    final long base = Pointer.nativeValue(Native.getDirectBufferPointer(this.memory));

    FfiFrame() {
        for (int word = 0; word < WORDS; word++) {
            this.memory.putLong(word * Long.BYTES, this.base + (long) (WORDS + word) * Long.BYTES);
        }
        this.memory.putLong((WORDS + 2) * Long.BYTES, this.base + ARGUMENTS);
        this.memory.putLong((WORDS + 3) * Long.BYTES, this.base + RESULT);
        this.memory.putLong((WORDS + 4) * Long.BYTES, this.base + ERROR);
    }

    /** Describes a C function of words. */
    static long describe(long result, int parameters) {
        Pointer types = new Pointer(Native.malloc((long) parameters * Long.BYTES));
        for (int each = 0; each < parameters; each++) {
            types.setLong((long) each * Long.BYTES, wordType());
        }
        return Native.ffi_prep_cif(Platform.ARCH.equals("x86-64") ? 2 : 1, parameters, result,
                Pointer.nativeValue(types));
    }

    static long wordType() {
        return type(Long.BYTES, Long.BYTES, UINT64);
    }

    /** An {@code ffi_type}: size, alignment, kind, no elements. */
    private static long type(long size, int align, int kind) {
        Pointer type = new Pointer(Native.malloc(3 * Long.BYTES));
        type.setLong(0, size);
        type.setShort(Long.BYTES, (short) align);
        type.setShort(Long.BYTES + 2, (short) kind);
        type.setInt(Long.BYTES + 4, 0);
        type.setLong(2 * Long.BYTES, 0);
        return Pointer.nativeValue(type);
    }

    /** Clears the error, calls, and looks at the error. */
    void call(RawFunction function) {
        this.memory.putLong(ERROR, 0);
        this.memory.putLong(ERROR + 8, 0);
        this.memory.putLong(ERROR + 16, 0);
        this.memory.putLong(WORDS * Long.BYTES, function.data());
        this.memory.putLong((WORDS + 1) * Long.BYTES, function.contractId());
        Native.ffi_call(GUEST_CALL, function.address(), 0, this.base);
        if (this.memory.getInt(ERROR) != 0) {
            throw new IllegalStateException("The guest failed with " + this.memory.getInt(ERROR));
        }
    }

    /** Copies the view in the result out of guest memory and frees that. */
    byte[] takeResult() {
        long address = this.memory.getLong(RESULT);
        byte[] bytes = new Pointer(address).getByteArray(0, (int) this.memory.getLong(RESULT + Long.BYTES));
        Native.free(address);
        return bytes;
    }

    /** Writes a view of bytes, and the bytes, where arguments are. */
    void putBytes(byte[] bytes) {
        this.memory.put(ROOM, bytes);
        this.memory.putLong(ARGUMENTS, this.base + ROOM);
        this.memory.putLong(ARGUMENTS + Long.BYTES, bytes.length);
    }

}
