package io.polyplug.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.StackRoom;
import io.polyplug.proxy.ContractCode;
import io.polyplug.proxy.ProxyCompiler;

/**
 * Reaches native code through {@code java.lang.foreign}: one constant downcall handle for
 * the one signature of contract functions, which costs what a plain native call costs.
 * Thread-safe.
 */
@SuppressWarnings("restricted")
final class FfmBackend implements NativeBackend, ProxyCompiler {

    private static final Linker LINKER = Linker.nativeLinker();

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final StructLayout THREE_WORDS = MemoryLayout.structLayout(LONG, LONG, LONG);

    /** {@code void fn(GuestContractInstance, const void *, void *, AbiError *)}. */
    private static final MethodHandle GUEST_CALL = LINKER
        .downcallHandle(FunctionDescriptor.ofVoid(LONG, LONG, LONG, LONG, LONG));

    private static final MethodHandle MALLOC = function("malloc", FunctionDescriptor.of(LONG, LONG));

    /**
     * Without the JVM's transition to native code and back, which costs more than the
     * allocation: neither function calls back or takes long for small blocks, and until
     * it returns no safepoint can begin.
     */
    private static final MethodHandle MALLOC_SMALL = function("malloc", FunctionDescriptor.of(LONG, LONG),
            Linker.Option.critical(false));

    private static final MethodHandle ALIGNED_ALLOC = function("aligned_alloc",
            FunctionDescriptor.of(LONG, LONG, LONG));

    private static final MethodHandle FREE = function("free", FunctionDescriptor.ofVoid(LONG));

    private static final MethodHandle FREE_SMALL = function("free", FunctionDescriptor.ofVoid(LONG),
            Linker.Option.critical(false));

    /** Larger blocks may be mapped and unmapped each. */
    private static final long SMALL = 1 << 16;

    private static final @Nullable ProcessBarrier PROCESS_BARRIER = ProcessBarrier.register();

    private static final int MALLOC_ALIGNMENT = 16;

    /** More words than any function of the ABI takes. */
    private static final int MOST_WORDS = 16;

    /**
     * What {@link #invoke} calls, by the number of words. Without locks, for some of it
     * is called under a pin.
     */
    private final Map<Shape, AtomicReferenceArray<@Nullable MethodHandle>> calls = new EnumMap<>(Shape.class);

    private final Arena stubs = Arena.ofShared();

    FfmBackend() {
        for (Shape shape : Shape.values()) {
            this.calls.put(shape, new AtomicReferenceArray<>(MOST_WORDS));
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }

    @Override
    public String name() {
        return "ffm";
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
            throw unexpected(ex);
        }
    }

    @Override
    public void free(long address) {
        try {
            FREE.invokeExact(address);
        }
        catch (Throwable ex) {
            throw unexpected(ex);
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
            throw unexpected(ex);
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
        call(function, data, contractId, args, out, error);
    }

    /** The one signature of contract functions, without a reserve of stack. */
    static void call(long function, long data, long contractId, long args, long out, long error) {
        try {
            GUEST_CALL.invokeExact(MemorySegment.ofAddress(function), data, contractId, args, out, error);
        }
        catch (Throwable ex) {
            throw unexpected(ex);
        }
    }

    @Override
    public @Nullable Runnable processBarrier() {
        return PROCESS_BARRIER;
    }

    @Override
    public @Nullable Object compile(ContractCode contract) {
        return ProxyClass.instance(contract);
    }

    @Override
    public long invoke(Shape shape, long function, long result, long... words) {
        StackRoom.reserve();
        MethodHandle call = handle(new Signature(shape, words.length));
        try {
            return (long) call.invokeExact(MemorySegment.ofAddress(function), result, words);
        }
        catch (Throwable ex) {
            throw unexpected(ex);
        }
    }

    @Override
    public void prepare(Shape shape, int words) {
        handle(new Signature(shape, words));
    }

    private MethodHandle handle(Signature signature) {
        AtomicReferenceArray<@Nullable MethodHandle> known = Objects.requireNonNull(this.calls.get(signature.shape()));
        MethodHandle present = known.get(signature.parameters());
        if (present != null) {
            return present;
        }
        MethodHandle made = call(signature);
        MethodHandle other = known.compareAndExchange(signature.parameters(), null, made);
        return (other != null) ? other : made;
    }

    /** Returns a handle of (function, result address, words) that answers with a word. */
    private static MethodHandle call(Signature signature) {
        MethodHandle call = LINKER.downcallHandle(signature.descriptor());
        if (signature.shape() == Shape.STRUCT24) {
            call = MethodHandles.filterArguments(call, 1, Struct.ALLOCATOR)
                .asType(call.type().changeParameterType(1, long.class).changeReturnType(void.class));
        }
        else {
            call = MethodHandles.dropArguments(call, 1, long.class);
        }
        if (signature.shape() != Shape.WORD) {
            call = MethodHandles.filterReturnValue(call.asType(call.type().changeReturnType(void.class)),
                    MethodHandles.zero(long.class));
        }
        return call.asSpreader(long[].class, signature.parameters());
    }

    @Override
    public long upcall(Shape shape, int parameters, Upcall target) {
        Signature signature = new Signature(shape, parameters);
        MethodHandle entry = Entry.of(shape).bindTo(target).asCollector(long[].class, parameters);
        return LINKER.upcallStub(entry, signature.descriptor(), this.stubs).address();
    }

    @Override
    public void close() {
        this.stubs.close();
    }

    /** Native calls throw nothing of their own; what comes is an error of the JVM. */
    private static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (thrown instanceof RuntimeException failure) ? failure : new IllegalStateException(thrown);
    }

    /**
     * What a native function looks like.
     *
     * @param shape its result
     * @param parameters how many words it takes
     */
    private record Signature(Shape shape, int parameters) {

        FunctionDescriptor descriptor() {
            MemoryLayout[] words = new MemoryLayout[this.parameters];
            Arrays.fill(words, LONG);
            return switch (this.shape) {
                case VOID -> FunctionDescriptor.ofVoid(words);
                case WORD -> FunctionDescriptor.of(LONG, words);
                case STRUCT24 -> FunctionDescriptor.of(THREE_WORDS, words);
            };
        }

    }

    /** Where a struct result of a call goes. */
    @SuppressWarnings("UnusedMethod")
    private static final class Struct {

        private static final MethodHandle ALLOCATOR;
        static {
            try {
                ALLOCATOR = MethodHandles.lookup()
                    .findStatic(Struct.class, "at", MethodType.methodType(SegmentAllocator.class, long.class));
            }
            catch (ReflectiveOperationException ex) {
                throw new ExceptionInInitializerError(ex);
            }
        }

        private Struct() {
        }

        static SegmentAllocator at(long address) {
            return (size, alignment) -> MemorySegment.ofAddress(address).reinterpret(size);
        }

    }

    /**
     * The Java end of a function that native code calls: nothing that is thrown passes,
     * for it would end the process.
     */
    @SuppressWarnings("UnusedMethod")
    private static final class Entry {

        private Entry() {
        }

        static MethodHandle of(Shape shape) {
            Class<?> result = switch (shape) {
                case VOID -> void.class;
                case WORD -> long.class;
                case STRUCT24 -> MemorySegment.class;
            };
            try {
                return MethodHandles.lookup()
                    .findStatic(Entry.class, "answer" + shape,
                            MethodType.methodType(result, Upcall.class, long[].class));
            }
            catch (ReflectiveOperationException ex) {
                throw new IllegalStateException(ex);
            }
        }

        static void answerVOID(Upcall target, long[] words) {
            answerWORD(target, words);
        }

        static long answerWORD(Upcall target, long[] words) {
            try {
                return target.call(words, 0);
            }
            catch (Throwable ex) {
                // The stack or the heap is at its end here; the result is zero.
                return 0;
            }
        }

        static MemorySegment answerSTRUCT24(Upcall target, long[] words) {
            MemorySegment result = Arena.ofAuto().allocate(THREE_WORDS);
            try {
                target.call(words, result.address());
            }
            catch (Throwable ex) {
                result.fill((byte) 0);
            }
            return result;
        }

    }

}
