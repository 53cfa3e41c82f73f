package io.polyplug.hostcontract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.polyplug.abi.Abi;
import io.polyplug.abi.HostContractTable;
import io.polyplug.abi.TableCode;
import io.polyplug.boundary.CallStack;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.memory.GuestMemory;
import io.polyplug.memory.ReturnedViews;
import io.polyplug.store.Generation;
import io.polyplug.types.ContractDefinition;
import io.polyplug.types.FunctionSignature;
import io.polyplug.upcall.JavaFunction;
import io.polyplug.upcall.LastError;
import io.polyplug.upcall.UpcallGuard;

/**
 * Makes the native side of host contracts that Java implements: one table and one stub a
 * function for each interface, made at its first registration and never moved or freed
 * while the runtime lives. Thread-safe.
 */
public final class JavaHostContracts {

    private final BoundedLock lock = new BoundedLock();

    private final NativeBackend backend;

    private final UpcallGuard guard;

    private final ReturnedViews returned;

    private final GuestMemory memory;

    private final LastError lastError;

    private final Map<Class<?>, JavaHostContract> contracts = new ConcurrentHashMap<>();

    private final Map<Long, JavaHostContract> byTable = new ConcurrentHashMap<>();

    private final AtomicLong tokens = new AtomicLong();

    private final long createStub;

    private final long destroyStub;

    private final long missingStub;

    private final List<Long> blocks = new ArrayList<>();

    /**
     * Creates the native side, with what all contracts share.
     * @param backend how native memory is reached
     * @param guard the way in for native callers
     * @param returned what guests are given
     * @param memory what guests pass
     * @param lastError told why there is no instance
     */
    public JavaHostContracts(NativeBackend backend, UpcallGuard guard, ReturnedViews returned, GuestMemory memory,
            LastError lastError) {
        this.backend = backend;
        this.guard = guard;
        this.returned = returned;
        this.memory = memory;
        this.lastError = lastError;
        this.createStub = guard.stub(Shape.VOID, 3, -1, (stack, words, result) -> create(stack, words[0], words[2]));
        this.destroyStub = guard.stub(Shape.VOID, 2, -1, (stack, words, result) -> destroy(words[0], words[1]));
        this.missingStub = guard.stub(Shape.VOID, 4, 3, (stack, words, result) -> {
            guard.writeError(words[3], Abi.FUNCTION_NOT_AVAILABLE, 0, 0);
            return 0;
        });
    }

    JavaHostContract of(ContractDefinition definition) {
        JavaHostContract present = this.contracts.get(definition.type());
        return (present != null) ? present : this.lock.hold(definition.name(), () -> make(definition));
    }

    private JavaHostContract make(ContractDefinition definition) {
        JavaHostContract present = this.contracts.get(definition.type());
        if (present != null) {
            return present;
        }
        int count = definition.requiredFunctions();
        long table = allocate(HostContractTable.SIZE);
        long functions = allocate(Math.max(1, count) * Abi.WORD);
        JavaHostContract contract = new JavaHostContract(definition, table, this.lastError);
        for (int i = 0; i < count; i++) {
            this.backend.putWord(functions + (long) i * Abi.WORD, this.missingStub);
        }
        for (FunctionSignature function : definition.functions().values()) {
            HostContractFunction code = new HostContractFunction(this.guard, this.returned, this.memory, contract,
                    new JavaFunction(this.backend, this.guard, "host contract '" + definition.name() + "'", function,
                            false));
            this.backend.putWord(functions + (long) function.id() * Abi.WORD, code.stub());
        }
        contract.table(TableCode.ofFunctions(this.createStub, this.destroyStub, count, functions))
            .write(this.backend.view(table, HostContractTable.SIZE));
        this.byTable.put(table, contract);
        this.contracts.put(definition.type(), contract);
        return contract;
    }

    private long allocate(int size) {
        long address = this.backend.require(size, Abi.WORD);
        this.blocks.add(address);
        return address;
    }

    /** {@code create_instance(self, args, out)}. */
    private long create(CallStack stack, long table, long out) {
        JavaHostContract contract = this.byTable.get(table);
        if (out != 0) {
            this.backend.putWord(out, (contract != null) ? contract.request(stack.innermost()) : 0);
        }
        return 0;
    }

    /** {@code destroy_instance(self, instance)}. */
    private long destroy(long table, long token) {
        JavaHostContract contract = this.byTable.get(table);
        HostImplementation implementation = (contract != null) ? contract.implementation() : null;
        if (implementation != null) {
            implementation.destroy(token);
        }
        return 0;
    }

    /** Returns what stands behind a contract: one object of the application. */
    HostImplementation given(JavaHostContract contract, Object target) {
        return new GivenImplementation(target, contract.definition().singleton() ? contract::address : this::nextToken);
    }

    /** Returns what stands behind a contract: objects that the application makes. */
    HostImplementation made(JavaHostContract contract, HostFactory<?> factory) {
        return contract.definition().singleton() ? new SharedImplementation(factory, contract.address())
                : new RequestedImplementation(factory, this::nextToken);
    }

    /** Returns what stands behind a contract: an object for each bundle. */
    HostImplementation forBundles(JavaHostContract contract, Function<String, ?> objects) {
        return CallerImplementation.ofBundles(contract.definition().name(), objects, this::nextToken);
    }

    /** Returns what stands behind a contract: an object for each generation. */
    HostImplementation forGenerations(JavaHostContract contract, Function<Generation, ?> objects) {
        return CallerImplementation.ofGenerations(contract.definition().name(), objects, this::nextToken);
    }

    /**
     * Tokens are never null, for guests take a null one for a contract that was not found
     * (docs/abi.md 5.8), and never used again.
     */
    private long nextToken() {
        return this.tokens.incrementAndGet() * Abi.WORD;
    }

    /** Destroys what a generation asked for and did not give back. */
    void forget(Generation caller) {
        for (JavaHostContract contract : this.byTable.values()) {
            HostImplementation implementation = contract.implementation();
            if (implementation != null) {
                implementation.forget(caller);
            }
        }
    }

    /** Frees the tables. Only when no library is open any more. */
    void close() {
        this.blocks.forEach(this.backend::free);
        this.blocks.clear();
    }

}
