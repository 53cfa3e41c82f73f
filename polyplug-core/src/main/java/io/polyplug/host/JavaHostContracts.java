package io.polyplug.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ContractDefinition;
import io.polyplug.abi.FunctionSignature;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;

/**
 * Makes the native side of host contracts that Java implements: one table and one stub a
 * function for each interface, made at its first registration and never moved or freed
 * while the runtime lives. Thread-safe.
 */
final class JavaHostContracts {

    private final NativeBackend backend;

    private final UpcallGuard guard;

    private final ReturnedViews returned;

    private final Map<Class<?>, JavaHostContract> contracts = new ConcurrentHashMap<>();

    private final Map<Long, JavaHostContract> byTable = new ConcurrentHashMap<>();

    private final AtomicLong tokens = new AtomicLong();

    private final long createStub;

    private final long destroyStub;

    private final long missingStub;

    private final List<Long> blocks = new ArrayList<>();

    JavaHostContracts(NativeBackend backend, UpcallGuard guard, ReturnedViews returned) {
        this.backend = backend;
        this.guard = guard;
        this.returned = returned;
        this.createStub = guard.stub(Shape.VOID, 3, -1, (stack, words, result) -> create(words[0], words[2]));
        this.destroyStub = guard.stub(Shape.VOID, 2, -1, (stack, words, result) -> 0);
        this.missingStub = guard.stub(Shape.VOID, 4, 3, (stack, words, result) -> {
            guard.writeError(words[3], Abi.FUNCTION_NOT_AVAILABLE, 0, 0);
            return 0;
        });
    }

    JavaHostContract of(ContractDefinition definition) {
        return this.contracts.computeIfAbsent(definition.type(), (type) -> make(definition));
    }

    private synchronized JavaHostContract make(ContractDefinition definition) {
        int count = definition.requiredFunctions();
        long table = allocate(Abi.HOST_INTERFACE_SIZE);
        long functions = allocate(Math.max(1, count) * Abi.WORD);
        JavaHostContract contract = new JavaHostContract(definition, table);
        for (int i = 0; i < count; i++) {
            this.backend.putWord(functions + (long) i * Abi.WORD, this.missingStub);
        }
        for (FunctionSignature function : definition.functions().values()) {
            HostFunction code = new HostFunction(this.backend, this.guard, this.returned, contract, function);
            this.backend.putWord(functions + (long) function.id() * Abi.WORD, code.stub());
        }
        contract.writeTable(this.backend.view(table, Abi.HOST_INTERFACE_SIZE), this.createStub, this.destroyStub, count,
                functions);
        this.byTable.put(table, contract);
        return contract;
    }

    private long allocate(int size) {
        long address = this.backend.require(size, Abi.WORD);
        this.blocks.add(address);
        return address;
    }

    /** {@code create_instance(self, args, out)}. */
    private long create(long table, long out) {
        if (out != 0) {
            this.backend.putWord(out, token(table));
        }
        return 0;
    }

    /**
     * Tokens are never null: guests take a null one for a contract that was not found
     * (specification 4.8).
     */
    long token(long table) {
        JavaHostContract contract = this.byTable.get(table);
        boolean shared = contract == null || contract.definition().singleton();
        return shared ? table : this.tokens.incrementAndGet() * Abi.WORD;
    }

    boolean isJava(long table) {
        return this.byTable.containsKey(table);
    }

    /** Frees the tables. Only when no library is open any more. */
    void close() {
        this.blocks.forEach(this.backend::free);
        this.blocks.clear();
    }

}
