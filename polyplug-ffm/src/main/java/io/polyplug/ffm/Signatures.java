package io.polyplug.ffm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import io.polyplug.ffi.NativeBackend.Shape;

/**
 * What native functions look like. Static and thread-safe.
 */
final class Signatures {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    /** What {@link Shape#STRUCT24} returns. */
    static final StructLayout THREE_WORDS = MemoryLayout.structLayout(LONG, LONG, LONG);

    private Signatures() {
    }

    /**
     * Describes a function.
     * @param shape its result
     * @param parameters how many words it takes
     */
    static FunctionDescriptor of(Shape shape, int parameters) {
        MemoryLayout[] words = new MemoryLayout[parameters];
        Arrays.fill(words, LONG);
        return switch (shape) {
            case VOID -> FunctionDescriptor.ofVoid(words);
            case WORD -> FunctionDescriptor.of(LONG, words);
            case STRUCT24 -> FunctionDescriptor.of(THREE_WORDS, words);
        };
    }

}
