package io.polyplug.ffi;

import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

import io.polyplug.ffi.NativeBackend.Shape;

/**
 * What libffi is told about C functions: one description for each combination of result
 * and number of words, made at first use. Thread-safe.
 * <p>
 * An {@code ffi_type} has 24 bytes: size at 0, alignment at 8, kind at 10, elements at
 * 16. libffi keeps pointers into all of this, and JNA frees none of it.
 */
final class CallInterfaces {

    private static final int WORD = 8;

    private static final int VOID = 0;

    private static final int UINT64 = 11;

    private static final int STRUCT = 13;

    private final int abi;

    private final Queue<Long> blocks = new ConcurrentLinkedQueue<>();

    private final long voidType = type(1, 1, VOID, 0);

    private final long wordType = type(WORD, WORD, UINT64, 0);

    private final long structType = type(0, 0, STRUCT, words(this.wordType, this.wordType, this.wordType, 0));

    private final Map<Signature, Long> interfaces = new ConcurrentHashMap<>();

    /**
     * Creates the descriptions.
     * @param abi libffi's number of the calling convention
     */
    CallInterfaces(int abi) {
        this.abi = abi;
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
        return this.interfaces.computeIfAbsent(new Signature(result, parameters), this::describe);
    }

    private long describe(Signature signature) {
        long[] parameters = new long[Math.max(1, signature.parameters())];
        Arrays.fill(parameters, this.wordType);
        long result = switch (signature.result()) {
            case VOID -> this.voidType;
            case WORD -> this.wordType;
            case STRUCT24 -> this.structType;
        };
        return kept(Native.ffi_prep_cif(this.abi, signature.parameters(), result, words(parameters)));
    }

    /** Frees all descriptions. Nothing may call or be called through them any more. */
    void close() {
        this.interfaces.clear();
        for (Long block = this.blocks.poll(); block != null; block = this.blocks.poll()) {
            Native.free(block);
        }
    }

    private record Signature(Shape result, int parameters) {
    }

}
