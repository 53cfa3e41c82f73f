package io.polyplug.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.StackRoom;

/**
 * Reaches native code through {@code java.lang.foreign}. Moves bytes and decides nothing.
 * Thread-safe.
 */
@SuppressWarnings("restricted")
final class FfmBackend implements NativeBackend {

    /** What settings call it. */
    static final String NAME = "ffm";

    private static final Linker LINKER = Linker.nativeLinker();

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final MethodHandle MALLOC = Downcalls.of("malloc", FunctionDescriptor.of(LONG, LONG));

    /**
     * Without the JVM's transition to native code and back, which costs more than the
     * allocation: neither function calls back or takes long for small blocks, and until
     * it returns no safepoint can begin.
     */
    private static final MethodHandle MALLOC_SMALL = Downcalls.of("malloc", FunctionDescriptor.of(LONG, LONG),
            Linker.Option.critical(false));

    private static final MethodHandle ALIGNED_ALLOC = Downcalls.of("aligned_alloc",
            FunctionDescriptor.of(LONG, LONG, LONG));

    private static final MethodHandle FREE = Downcalls.of("free", FunctionDescriptor.ofVoid(LONG));

    private static final MethodHandle FREE_SMALL = Downcalls.of("free", FunctionDescriptor.ofVoid(LONG),
            Linker.Option.critical(false));

    /** Larger blocks may be mapped and unmapped each. */
    private static final long SMALL = 1 << 16;

    private static final int MALLOC_ALIGNMENT = 16;

    private final CallHandles handles = new CallHandles();

    private final Arena stubs = Arena.ofShared();

    FfmBackend() {
        GuestDowncall.prepare();
        MachineDowncall.prepare();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long processSymbol(String name) {
        return LINKER.defaultLookup().find(name).map(MemorySegment::address).orElse(0L);
    }

    @Override
    public long addressOf(ByteBuffer buffer) {
        return MemorySegment.ofBuffer(buffer.duplicate().position(0)).address();
    }

    @Override
    public ByteBuffer view(long address, int size) {
        return MemorySegment.ofAddress(address).reinterpret(size).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public byte[] copyOut(long address, int length) {
        byte[] bytes = new byte[length];
        NativeMemory.copyOut(address, bytes, length);
        return bytes;
    }

    @Override
    public void copyIn(byte[] bytes, long address) {
        NativeMemory.copyIn(bytes, address);
    }

    @Override
    public long getWord(long address) {
        return NativeMemory.getLong(address);
    }

    @Override
    public int getInt(long address) {
        return NativeMemory.getInt(address);
    }

    @Override
    public void putWord(long address, long value) {
        NativeMemory.putLong(address, value);
    }

    @Override
    public void putWordRelease(long address, long value) {
        NativeMemory.putRelease(address, value);
    }

    @Override
    public long allocate(long size, long align) {
        try {
            if (align <= MALLOC_ALIGNMENT) {
                return (size <= SMALL) ? (long) MALLOC_SMALL.invokeExact(size) : (long) MALLOC.invokeExact(size);
            }
            long rounded = (size + align - 1) & -align;
            return (rounded < size) ? 0 : (long) ALIGNED_ALLOC.invokeExact(align, rounded);
        }
        catch (Throwable ex) {
            throw Downcalls.unexpected(ex);
        }
    }

    @Override
    public void free(long address) {
        try {
            FREE.invokeExact(address);
        }
        catch (Throwable ex) {
            throw Downcalls.unexpected(ex);
        }
    }

    @Override
    public void free(long address, long size) {
        if (size > SMALL) {
            free(address);
            return;
        }
        try {
            FREE_SMALL.invokeExact(address);
        }
        catch (Throwable ex) {
            throw Downcalls.unexpected(ex);
        }
    }

    @Override
    public void prepareCallFrame(ByteBuffer frame, int offset) {
        // Arguments travel in registers.
    }

    @Override
    public void callGuest(long function, ByteBuffer frame, int offset, long data, long contractId, long args, long out,
            long error) {
        StackRoom.reserve();
        GuestDowncall.call(function, data, contractId, args, out, error);
    }

    @Override
    public void callMachine(long function, long loaderData, long data, long contractId, int functionId, long args,
            long out, long arena, long error) {
        StackRoom.reserve();
        MachineDowncall.call(function, loaderData, data, contractId, functionId, args, out, arena, error);
    }

    @Override
    public long invoke(Shape shape, long function, long result, long... words) {
        StackRoom.reserve();
        MethodHandle call = this.handles.of(shape, words.length);
        try {
            return (long) call.invokeExact(MemorySegment.ofAddress(function), result, words);
        }
        catch (Throwable ex) {
            throw Downcalls.unexpected(ex);
        }
    }

    @Override
    public void prepare(Shape shape, int words) {
        this.handles.of(shape, words);
    }

    @Override
    public long upcall(Shape shape, int parameters, Upcall target) {
        MethodHandle entry = UpcallEntry.of(shape).bindTo(target).asCollector(long[].class, parameters);
        return LINKER.upcallStub(entry, Signatures.of(shape, parameters), this.stubs).address();
    }

    @Override
    public void close() {
        this.stubs.close();
    }

}
