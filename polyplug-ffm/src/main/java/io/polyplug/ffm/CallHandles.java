package io.polyplug.ffm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

import io.polyplug.ffi.NativeBackend.Shape;

/**
 * What functions of any signature are called with: one handle for each combination of
 * result and number of words, made at first use. Thread-safe and without locks, for some
 * of it is called under a pin.
 */
final class CallHandles {

    /** More words than any function of the ABI takes. */
    private static final int MOST_WORDS = 16;

    /** By the number of words. */
    private final Map<Shape, AtomicReferenceArray<@Nullable MethodHandle>> handles = new EnumMap<>(Shape.class);

    CallHandles() {
        for (Shape shape : Shape.values()) {
            this.handles.put(shape, new AtomicReferenceArray<>(MOST_WORDS));
        }
    }

    /** Returns a handle of (function, result address, words) that answers with a word. */
    MethodHandle of(Shape shape, int words) {
        AtomicReferenceArray<@Nullable MethodHandle> known = Objects.requireNonNull(this.handles.get(shape));
        MethodHandle present = known.get(words);
        if (present != null) {
            return present;
        }
        MethodHandle made = make(shape, words);
        MethodHandle other = known.compareAndExchange(words, null, made);
        return (other != null) ? other : made;
    }

    private static MethodHandle make(Shape shape, int words) {
        MethodHandle call = Downcalls.of(Signatures.of(shape, words));
        if (shape == Shape.STRUCT24) {
            call = MethodHandles.filterArguments(call, 1, Struct.ALLOCATOR)
                .asType(call.type().changeParameterType(1, long.class).changeReturnType(void.class));
        }
        else {
            call = MethodHandles.dropArguments(call, 1, long.class);
        }
        if (shape != Shape.WORD) {
            call = MethodHandles.filterReturnValue(call.asType(call.type().changeReturnType(void.class)),
                    MethodHandles.zero(long.class));
        }
        return call.asSpreader(long[].class, words);
    }

    /** Where a struct result of a call goes. */
    @SuppressWarnings({ "restricted", "UnusedMethod" })
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

}
