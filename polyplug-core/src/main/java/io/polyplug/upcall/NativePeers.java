package io.polyplug.upcall;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.polyplug.abi.Abi;
import io.polyplug.abi.TableCode;
import io.polyplug.boundary.CallStack;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.memory.GuestMemory;
import io.polyplug.process.ProcessMemory;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInstance;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.GuestUses;
import io.polyplug.store.InstanceLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * Native functions as scripts want to call them: what upstream generates for a script
 * that calls its peers can call a virtual machine, and not in each language a native
 * function. Three native functions serve them all, made when the first is asked for.
 * Thread-safe.
 * <p>
 * A text that a peer returns follows the rule for returned memory, and is freed when the
 * script's call ends; what points out of a larger result is the peer's own, or lost, for
 * nobody knows here what the result is.
 */
public final class NativePeers {

    /** The upper half of a 32-bit argument is not defined. */
    private static final long FUNCTION_ID = 0xffff_ffffL;

    private static final int MACHINE_WORDS = 8;

    private final NativeBackend backend;

    private final UpcallGuard guard;

    private final InstanceLifecycle lifecycle;

    private final GuestMemory memory;

    private final ProcessMemory process;

    private final Map<Long, GuestInterface> contracts = new ConcurrentHashMap<>();

    private final AtomicLong tokens = new AtomicLong();

    private @Nullable Stubs stubs;

    /**
     * Creates the place for implementations.
     * @param backend how native code is reached
     * @param guard the way in for native callers
     * @param lifecycle runs the factories of native bundles
     * @param memory decides about what peers return
     * @param process reads where a script has room for that
     */
    public NativePeers(NativeBackend backend, UpcallGuard guard, InstanceLifecycle lifecycle, GuestMemory memory,
            ProcessMemory process) {
        this.backend = backend;
        this.guard = guard;
        this.lifecycle = lifecycle;
        this.memory = memory;
        this.process = process;
    }

    /**
     * Returns what stands in a table by which a script calls native functions.
     * @param contract the implementation, with native functions
     * @return the code of a virtual machine
     */
    public TableCode codeOf(GuestInterface contract) {
        Stubs functions = stubs();
        long token = this.tokens.incrementAndGet() * Abi.WORD;
        this.contracts.put(token, contract);
        return TableCode.ofMachine(functions.create(), functions.destroy(), functions.call(), token);
    }

    private synchronized Stubs stubs() {
        Stubs present = this.stubs;
        if (present == null) {
            present = new Stubs(this.guard.stub(Shape.VOID, 4, -1, (stack, w, result) -> create(w)),
                    this.guard.stub(Shape.VOID, 4, -1, (stack, w, result) -> destroy(w)),
                    this.guard.stub(Shape.VOID, MACHINE_WORDS, MACHINE_WORDS - 1, this::call));
            this.stubs = present;
        }
        return present;
    }

    /** {@code create_instance(loader_data, host, args, out)}. */
    private long create(long[] w) {
        return use(w[0], (contract) -> this.guard.writeInstance(w[3], this.lifecycle.create(contract, w[2])));
    }

    /** {@code destroy_instance(loader_data, host, instance)}. */
    private long destroy(long[] w) {
        return use(w[0], (contract) -> this.lifecycle.destroy(contract, new GuestInstance(w[2], w[3])));
    }

    @SuppressWarnings("try")
    private long use(long token, Consumer<GuestInterface> work) {
        GuestInterface contract = this.contracts.get(token);
        if (contract != null) {
            try (GuestUses.Use use = contract.owner().uses().begin(contract.contractName())) {
                if (use != null) {
                    work.accept(contract);
                }
            }
        }
        return 0;
    }

    /**
     * {@code call(loader_data, instance, fn_id, args, out, arena, out_err)}; the instance
     * is two words.
     */
    private long call(CallStack stack, long[] w, long result) {
        GuestInterface contract = this.contracts.get(w[0]);
        try (GuestUses.Use use = (contract != null) ? contract.owner().uses().begin(contract.contractName()) : null) {
            if (contract == null || use == null) {
                this.guard.writeError(w[7], Abi.NOT_FOUND, 0, 0);
            }
            else if ((w[3] & FUNCTION_ID) >= contract.functionCount()) {
                this.guard.writeError(w[7], Abi.FUNCTION_NOT_AVAILABLE, 0, 0);
            }
            else {
                stack.enter(contract.owner());
                try {
                    callFunction(stack, contract, w);
                }
                finally {
                    stack.leave();
                }
            }
        }
        return 0;
    }

    private void callFunction(CallStack stack, GuestInterface contract, long[] w) {
        int function = (int) w[3];
        PeerResult result = PeerResult.at(this.backend, this.process, w[5]);
        this.backend.invoke(Shape.VOID, contract.functionAddress(function), 0, w[1], w[2], w[4], w[5], w[7]);
        result.handOver(this.memory, stack.blocks(), contract, function);
        if (w[7] != 0 && this.backend.getInt(w[7]) != Abi.OK) {
            this.memory.returnedToScript(stack.blocks(), contract, function,
                    this.backend.getWord(w[7] + Abi.ERROR_MESSAGE));
        }
    }

    /**
     * Forgets the implementations of a generation: calling them answers with code 4.
     * @param generation the generation
     */
    public void forget(Generation generation) {
        this.contracts.values().removeIf((contract) -> contract.owner() == generation);
    }

    private record Stubs(long create, long destroy, long call) {
    }

}
