package io.polyplug.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The memory of a bare call through {@code java.lang.foreign}: 24 bytes of
 * {@code AbiError}, the result, the arguments, and room for what views point at. Reached
 * by address, which is the fastest way: nothing is checked, not even the thread. Belongs
 * to the thread that made it, and stays until the end of the process.
 */
@SuppressWarnings("restricted")
final class RawFrame {

    static final long RESULT = 32;

    static final long ARGUMENTS = 64;

    static final long ROOM = 128;

    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    /** All of memory: addresses are offsets. */
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final MethodHandle CALL = Linker.nativeLinker()
        .downcallHandle(FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private static final long SIZE = 8192;

    /** The same memory with all checks. */
    final MemorySegment checked = Arena.ofConfined().allocate(SIZE, Long.BYTES);

    final long base = this.checked.address();

    final long result = this.base + RESULT;

    final long arguments = this.base + ARGUMENTS;

    /** Clears the error, calls, and looks at the error. */
    void call(RawFunction function) {
        MEMORY.set(LONG, this.base, 0L);
        MEMORY.set(LONG, this.base + 8, 0L);
        MEMORY.set(LONG, this.base + 16, 0L);
        enter(function);
        requireSuccess(MEMORY.get(INT, this.base));
    }

    /** The same with checked memory. */
    void callChecked(RawFunction function) {
        this.checked.set(LONG, 0, 0L);
        this.checked.set(LONG, 8, 0L);
        this.checked.set(LONG, 16, 0L);
        enter(function);
        requireSuccess(this.checked.get(INT, 0));
    }

    private void enter(RawFunction function) {
        try {
            CALL.invokeExact(MemorySegment.ofAddress(function.address()), function.data(), function.contractId(),
                    this.arguments, this.result, this.base);
        }
        catch (Throwable ex) {
            throw RawHost.unexpected(ex);
        }
    }

    private static void requireSuccess(int code) {
        if (code != 0) {
            throw new IllegalStateException("The guest failed with " + code);
        }
    }

    /** Copies the view in the result out of guest memory and frees that. */
    byte[] takeResult() {
        long address = MEMORY.get(LONG, this.result);
        byte[] bytes = new byte[(int) MEMORY.get(LONG, this.result + 8)];
        MemorySegment.copy(MEMORY, BYTE, address, bytes, 0, bytes.length);
        try {
            RawHost.FREE.invokeExact(address);
        }
        catch (Throwable ex) {
            throw RawHost.unexpected(ex);
        }
        return bytes;
    }

    /** Writes a view of bytes, and the bytes, where arguments are. */
    void putBytes(byte[] bytes) {
        MemorySegment.copy(bytes, 0, MEMORY, BYTE, this.base + ROOM, bytes.length);
        MEMORY.set(LONG, this.arguments, this.base + ROOM);
        MEMORY.set(LONG, this.arguments + 8, (long) bytes.length);
    }

}
