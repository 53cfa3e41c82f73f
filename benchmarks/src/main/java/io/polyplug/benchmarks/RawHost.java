package io.polyplug.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;

/**
 * A host that can do nothing but start one bundle: what somebody would write who calls a
 * bundle with {@code java.lang.foreign} and never replaces it. Its only host contract is
 * {@link RawGreeter}. Everything it makes stays until the end of the process.
 */
@SuppressWarnings("restricted")
final class RawHost {

    static final MethodHandle MALLOC = function("malloc",
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    static final MethodHandle FREE = function("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

    private static final Linker LINKER = Linker.nativeLinker();

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

    /**
     * {@code HostApi}: {@code register_guest_contract} at 8, {@code alloc} at 16,
     * {@code get_host_contract} at 56, {@code resolve_host_contract_interface} at 64.
     */
    private static final long TABLE_SIZE = 184;

    private static final long REGISTER = 8;

    private static final long ALLOC = 16;

    private static final long GET_HOST_CONTRACT = 56;

    private static final long RESOLVE_HOST_CONTRACT = 64;

    /** {@code GuestContractInterface}: id at 0, factory at 24, functions at 48. */
    private static final long INTERFACE_SIZE = 56;

    private static final long CREATE = 24;

    private static final long FUNCTION_COUNT = 40;

    private static final long FUNCTIONS = 48;

    private MemorySegment contract = MemorySegment.NULL;

    private final long data;

    private final long contractId;

    /** Opens the library and starts the bundle. */
    RawHost(Path library) {
        try {
            MemorySegment table = Arena.global().allocate(TABLE_SIZE, Long.BYTES);
            table.set(WORD, REGISTER, register());
            table.set(WORD, ALLOC, alloc());
            table.set(WORD, GET_HOST_CONTRACT, lookUp(1));
            table.set(WORD, RESOLVE_HOST_CONTRACT, lookUp(RawGreeter.contract().address()));
            SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
            MethodHandle start = LINKER.downcallHandle(symbols.findOrThrow("polyplug_init"), FunctionDescriptor
                .of(MemoryLayout.structLayout(WORD, WORD, WORD), ValueLayout.ADDRESS, ValueLayout.ADDRESS));
            MemorySegment context = Arena.global().allocate(3 * WORD.byteSize(), Long.BYTES);
            MemorySegment error = (MemorySegment) start.invokeExact((SegmentAllocator) Arena.global(), table, context);
            if (error.get(WORD, 0) != 0 || this.contract.equals(MemorySegment.NULL)) {
                throw new IllegalStateException(library + " did not start");
            }
            MemorySegment instance = Arena.global().allocate(2 * WORD.byteSize(), Long.BYTES);
            LINKER.downcallHandle(FunctionDescriptor.ofVoid(WORD, WORD, WORD, WORD))
                .invokeExact(MemorySegment.ofAddress(this.contract.get(WORD, CREATE)), 0L, table.address(), 0L,
                        instance.address());
            this.data = instance.get(WORD, 0);
            this.contractId = instance.get(WORD, WORD.byteSize());
        }
        catch (Throwable ex) {
            throw unexpected(ex);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /** Returns an {@code alloc} that is an upcall of this JVM. */
    private static long alloc() {
        MethodHandle alloc = MethodHandles.dropArguments(MALLOC, 1, long.class);
        alloc = MethodHandles.dropArguments(alloc, 0, long.class);
        return LINKER.upcallStub(alloc, FunctionDescriptor.of(WORD, WORD, WORD, WORD), Arena.global()).address();
    }

    /** Returns a function that finds the same for every host contract. */
    private static long lookUp(long found) {
        MethodHandle always = MethodHandles.dropArguments(MethodHandles.constant(long.class, found), 0, long.class,
                long.class, int.class);
        return LINKER.upcallStub(always, FunctionDescriptor.of(WORD, WORD, WORD, ValueLayout.JAVA_INT), Arena.global())
            .address();
    }

    private long register() throws ReflectiveOperationException {
        MethodHandle target = MethodHandles.lookup()
            .findVirtual(RawHost.class, "register",
                    MethodType.methodType(void.class, long.class, long.class, long.class, long.class))
            .bindTo(this);
        return LINKER.upcallStub(target, FunctionDescriptor.ofVoid(WORD, WORD, WORD, WORD), Arena.global()).address();
    }

    @SuppressWarnings("unused")
    private void register(long host, long descriptor, long table, long error) {
        this.contract = MemorySegment.ofAddress(table).reinterpret(INTERFACE_SIZE);
    }

    /** Returns a function of the bundle's contract. */
    RawFunction function(int id) {
        int count = this.contract.get(ValueLayout.JAVA_INT, FUNCTION_COUNT);
        MemorySegment functions = MemorySegment.ofAddress(this.contract.get(WORD, FUNCTIONS))
            .reinterpret(count * WORD.byteSize());
        return new RawFunction(functions.getAtIndex(WORD, id), this.data, this.contractId);
    }

    static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (thrown instanceof RuntimeException failure) ? failure : new IllegalStateException(thrown);
    }

}
