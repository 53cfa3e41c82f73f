package io.polyplug.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.ffi.NativeBackend.Upcall;

/**
 * The Java end of a function that native code calls: nothing that is thrown passes, for
 * it would end the process. Static and thread-safe.
 */
@SuppressWarnings("UnusedMethod")
final class UpcallEntry {

    private UpcallEntry() {
    }

    /** Returns a handle of (target, words). */
    static MethodHandle of(Shape shape) {
        Class<?> result = switch (shape) {
            case VOID -> void.class;
            case WORD -> long.class;
            case STRUCT24 -> MemorySegment.class;
        };
        try {
            return MethodHandles.lookup()
                .findStatic(UpcallEntry.class, "answer" + shape,
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
        MemorySegment result = Arena.ofAuto().allocate(Signatures.THREE_WORDS);
        try {
            target.call(words, result.address());
        }
        catch (Throwable ex) {
            result.fill((byte) 0);
        }
        return result;
    }

}
