package io.polyplug.upcall;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ByteSink;
import io.polyplug.boundary.CallStack;
import io.polyplug.contract.GuestContractId;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.memory.CallArena;
import io.polyplug.memory.GuestMemory;
import io.polyplug.store.Dispatch;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInstance;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.InstanceLifecycle;
import io.polyplug.types.ContractDefinition;
import io.polyplug.types.FunctionSignature;

/**
 * Guest contracts that Java objects implement: to everybody who calls them, native guests
 * included, they are contracts of a virtual machine (docs/abi.md 3.1, 5.7). Three native
 * functions serve them all, made when the first is provided. Thread-safe.
 */
public final class JavaGuests {

    private final NativeBackend backend;

    private final UpcallGuard guard;

    private final GuestMemory memory;

    private final InstanceLifecycle lifecycle;

    private final Map<Long, JavaGuest> guests = new ConcurrentHashMap<>();

    private final AtomicLong tokens = new AtomicLong();

    private @Nullable Stubs stubs;

    /**
     * Creates the place for implementations.
     * @param backend how native memory is reached
     * @param guard the way in for native callers
     * @param memory what results are made of
     * @param lifecycle runs the factories that are made here
     */
    public JavaGuests(NativeBackend backend, UpcallGuard guard, GuestMemory memory, InstanceLifecycle lifecycle) {
        this.backend = backend;
        this.guard = guard;
        this.memory = memory;
        this.lifecycle = lifecycle;
    }

    /**
     * Makes the interface of an implementation.
     * @param generation whose it is
     * @param definition what the contract looks like in Java
     * @param target the implementation
     * @return the interface, to be registered
     */
    public GuestInterface provide(Generation generation, ContractDefinition definition, Object target) {
        Stubs functions = stubs();
        long token = this.tokens.incrementAndGet() * Abi.WORD;
        GuestInterface made = new GuestInterface(generation,
                GuestContractId.of(definition.name(), definition.version().major()), definition.name(),
                definition.version(),
                new GuestInterface.Code(functions.create(), functions.destroy(),
                        new Dispatch.VirtualMachine(functions.call(), token, definition.requiredFunctions())),
                this.lifecycle);
        this.guests.put(token, new JavaGuest(made, target, functions(definition, generation)));
        return made;
    }

    private @Nullable JavaFunction[] functions(ContractDefinition definition, Generation generation) {
        @Nullable JavaFunction[] functions = new @Nullable JavaFunction[definition.requiredFunctions()];
        for (FunctionSignature function : definition.functions().values()) {
            functions[function.id()] = new JavaFunction(this.backend, this.guard,
                    "contract '" + definition.name() + "' of bundle '" + generation.bundleName() + "'", function, true);
        }
        return functions;
    }

    private synchronized Stubs stubs() {
        Stubs present = this.stubs;
        if (present == null) {
            present = new Stubs(this.guard.stub(Shape.VOID, 4, -1, (stack, w, result) -> create(w[0], w[3])),
                    this.guard.stub(Shape.VOID, 4, -1, (stack, w, result) -> 0),
                    this.guard.stub(Shape.VOID, 8, 7, this::call));
            this.stubs = present;
        }
        return present;
    }

    /** {@code create_instance(loader_data, host, args, out)}. */
    private long create(long token, long out) {
        JavaGuest guest = this.guests.get(token);
        if (guest != null) {
            this.guard.writeInstance(out, new GuestInstance(token, guest.contract().contractId().value()));
        }
        return 0;
    }

    /**
     * {@code call(loader_data, instance, fn_id, args, out, arena, out_err)}; the instance
     * is two words.
     */
    private long call(CallStack stack, long[] w, long result) {
        JavaGuest guest = this.guests.get(w[0]);
        if (guest == null) {
            this.guard.writeError(w[7], Abi.NOT_FOUND, 0, 0);
            return 0;
        }
        JavaFunction function = guest.function((int) w[3]);
        if (function == null) {
            this.guard.writeError(w[7], Abi.FUNCTION_NOT_AVAILABLE, 0, 0);
            return 0;
        }
        Generation owner = guest.contract().owner();
        ByteSink sink = (w[6] != 0) ? new CallArena(this.backend, this.memory, owner, w[6]) : hostBlocks(stack, owner);
        function.call(guest.target(), w[4], w[5], w[7], sink);
        return 0;
    }

    /**
     * Forgets the implementations of a generation: calling them answers with code 4.
     * @param generation the generation
     */
    public void forget(Generation generation) {
        this.guests.values().removeIf((guest) -> guest.contract().owner() == generation);
    }

    /**
     * Without an arena each value comes from {@code HostApi.alloc}, and the caller's rule
     * for returned memory decides about it.
     */
    private ByteSink hostBlocks(CallStack stack, Generation owner) {
        return (bytes) -> {
            long block = this.memory.allocate(stack.blocks(), owner, bytes.length, 1);
            if (block == 0) {
                throw new OutOfMemoryError("The C heap has no " + bytes.length + " bytes left");
            }
            this.backend.copyIn(bytes, block);
            return block;
        };
    }

    private record Stubs(long create, long destroy, long call) {
    }

    /**
     * An implementation.
     *
     * @param contract what the store knows of it
     * @param target the Java object
     * @param functions by id; {@code null} where the Java interface leaves a gap
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record JavaGuest(GuestInterface contract, Object target, @Nullable JavaFunction[] functions) {

        JavaGuest {
            Objects.requireNonNull(target, "implementation");
        }

        @Nullable JavaFunction function(int id) {
            return (id >= 0 && id < this.functions.length) ? this.functions[id] : null;
        }

    }

}
