package io.polyplug.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

import io.polyplug.benchmarks.RawHost.RawFunction;

/**
 * The memory of a bare call through {@code java.lang.foreign}: 24 bytes of
 * {@code AbiError}, the result, the arguments, and room for what views point at. Belongs
 * to the thread that made it.
 */
@SuppressWarnings("restricted")
final class RawFrame implements AutoCloseable {

    static final long RESULT = 32;

    static final long ARGUMENTS = 64;

    static final long ROOM = 128;

    /** All of memory: addresses are offsets. */
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final MethodHandle CALL = Linker.nativeLinker()
        .downcallHandle(FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private static final long SIZE = 8192;

    private final Arena arena = Arena.ofConfined();

    final MemorySegment memory = this.arena.allocate(SIZE, Long.BYTES);

    final long base = this.memory.address();

    /** Clears the error, calls, and looks at the error. */
    void call(RawFunction function) {
        this.memory.set(ValueLayout.JAVA_LONG, 0, 0L);
        this.memory.set(ValueLayout.JAVA_LONG, 8, 0L);
        this.memory.set(ValueLayout.JAVA_LONG, 16, 0L);
        try {
            CALL.invokeExact(MemorySegment.ofAddress(function.address()), function.data(), function.contractId(),
                    this.base + ARGUMENTS, this.base + RESULT, this.base);
        }
        catch (Throwable ex) {
            throw RawHost.unexpected(ex);
        }
        if (this.memory.get(ValueLayout.JAVA_INT, 0) != 0) {
            throw new IllegalStateException("The guest failed with " + this.memory.get(ValueLayout.JAVA_INT, 0));
        }
    }

    /** Copies the view in the result out of guest memory and frees that. */
    byte[] takeResult() {
        long address = this.memory.get(ValueLayout.JAVA_LONG, RESULT);
        byte[] bytes = new byte[(int) this.memory.get(ValueLayout.JAVA_LONG, RESULT + Long.BYTES)];
        MemorySegment.copy(MEMORY, ValueLayout.JAVA_BYTE, address, bytes, 0, bytes.length);
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
        MemorySegment.copy(bytes, 0, this.memory, ValueLayout.JAVA_BYTE, ROOM, bytes.length);
        this.memory.set(ValueLayout.JAVA_LONG, ARGUMENTS, this.base + ROOM);
        this.memory.set(ValueLayout.JAVA_LONG, ARGUMENTS + 8, (long) bytes.length);
    }

    @Override
    public void close() {
        this.arena.close();
    }

}
