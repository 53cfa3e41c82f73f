package io.polyplug.jna;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

import io.polyplug.ffi.NativeBackend.Shape;

/**
 * What libffi is told about C functions: one description for each combination of result
 * and number of words, made at first use. Thread-safe and without locks, for some of it
 * is looked up under a pin.
 * <p>
 * An {@code ffi_type} has 24 bytes: size at 0, alignment at 8, kind at 10, elements at
 * 16. libffi keeps pointers into all of this, and JNA frees none of it.
 */
final class CallInterfaces {

    private static final int WORD = Long.BYTES;

    private static final int VOID = 0;

    private static final int UINT64 = 11;

    private static final int STRUCT = 13;

    /** More than any function of the ABI takes. */
    private static final int MOST_WORDS = 16;

    private final int abi;

    private final Queue<Long> blocks = new ConcurrentLinkedQueue<>();

    private final long voidType = type(1, 1, VOID, 0);

    private final long wordType = type(WORD, WORD, UINT64, 0);

    private final long structType = type(0, 0, STRUCT, words(this.wordType, this.wordType, this.wordType, 0));

    /** By the number of words; 0 where there is none yet. */
    private final Map<Shape, AtomicLongArray> interfaces = new EnumMap<>(Shape.class);

    /**
     * Creates the descriptions.
     * @param abi libffi's number of the calling convention
     */
    CallInterfaces(int abi) {
        this.abi = abi;
        for (Shape shape : Shape.values()) {
            this.interfaces.put(shape, new AtomicLongArray(MOST_WORDS));
        }
    }

    private long type(long size, int align, int kind, long elements) {
        long address = kept(Native.malloc(3 * WORD));
        Pointer memory = new Pointer(address);
        memory.setLong(0, size);
        memory.setShort(WORD, (short) align);
        memory.setShort(WORD + 2, (short) kind);
        memory.setInt(WORD + 4, 0);
        memory.setLong(2 * WORD, elements);
        return address;
    }

    private long words(long... values) {
        long address = kept(Native.malloc((long) WORD * values.length));
        new Pointer(address).write(0, values, 0, values.length);
        return address;
    }

    private long kept(long block) {
        this.blocks.add(block);
        return block;
    }

    /**
     * Returns the description of a function.
     * @param result what it returns
     * @param parameters how many words it takes
     * @return the address of an {@code ffi_cif}
     */
    long of(Shape result, int parameters) {
        AtomicLongArray known = Objects.requireNonNull(this.interfaces.get(result));
        if (known.get(parameters) == 0) {
            known.compareAndSet(parameters, 0, describe(result, parameters));
        }
        return known.get(parameters);
    }

    private long describe(Shape result, int count) {
        long[] parameters = new long[Math.max(1, count)];
        Arrays.fill(parameters, this.wordType);
        long resultType = switch (result) {
            case VOID -> this.voidType;
            case WORD -> this.wordType;
            case STRUCT24 -> this.structType;
        };
        return kept(Native.ffi_prep_cif(this.abi, count, resultType, words(parameters)));
    }

    /** Frees all descriptions. Nothing may call or be called through them any more. */
    void close() {
        for (AtomicLongArray each : this.interfaces.values()) {
            for (int i = 0; i < MOST_WORDS; i++) {
                each.set(i, 0);
            }
        }
        for (Long block = this.blocks.poll(); block != null; block = this.blocks.poll()) {
            Native.free(block);
        }
    }

}
