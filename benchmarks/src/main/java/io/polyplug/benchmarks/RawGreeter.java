package io.polyplug.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Host contract {@code host.Greeter} as a table of bare upcalls: {@code add} and nothing
 * else. Stays until the end of the process.
 */
@SuppressWarnings("restricted")
final class RawGreeter {

    /** {@code HostContractInterface}: count of functions at 64, the functions at 72. */
    private static final long SIZE = 80;

    private static final long FUNCTION_COUNT = 64;

    private static final long FUNCTIONS = 72;

    private static final int ADD = 1;

    private RawGreeter() {
    }

    /** Makes the table. */
    static MemorySegment contract() throws ReflectiveOperationException {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        MemorySegment functions = Arena.global().allocate(word, ADD + 1);
        MethodType type = MethodType.methodType(void.class, long.class, long.class, long.class, long.class);
        functions.setAtIndex(word, ADD,
                Linker.nativeLinker()
                    .upcallStub(MethodHandles.lookup().findStatic(RawGreeter.class, "add", type),
                            FunctionDescriptor.ofVoid(word, word, word, word), Arena.global())
                    .address());
        MemorySegment contract = Arena.global().allocate(SIZE, word.byteAlignment());
        contract.set(ValueLayout.JAVA_INT, FUNCTION_COUNT, ADD + 1);
        contract.set(word, FUNCTIONS, functions.address());
        return contract;
    }

    @SuppressWarnings("unused")
    private static void add(long instance, long arguments, long result, long error) {
        RawFrame.MEMORY.set(RawFrame.INT, result, RawFrame.MEMORY.get(RawFrame.INT, arguments)
                + RawFrame.MEMORY.get(RawFrame.INT, arguments + Integer.BYTES));
    }

}
