package io.polyplug.hostcontract;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;
import io.polyplug.boundary.CallStack;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.memory.GuestMemory;
import io.polyplug.memory.ReturnedViews;
import io.polyplug.upcall.JavaFunction;
import io.polyplug.upcall.UpcallGuard;

/**
 * One function of a host contract as guests call it:
 * {@code void fn(HostContractInstance, const void *args, void *out, AbiError *out_err)}
 * (docs/abi.md 5.8). Thread-safe.
 */
final class HostContractFunction {

    private static final int ERROR_WORD = 3;

    private final UpcallGuard guard;

    private final ReturnedViews returned;

    private final GuestMemory memory;

    private final JavaHostContract contract;

    private final JavaFunction function;

    HostContractFunction(UpcallGuard guard, ReturnedViews returned, GuestMemory memory, JavaHostContract contract,
            JavaFunction function) {
        this.guard = guard;
        this.returned = returned;
        this.memory = memory;
        this.contract = contract;
        this.function = function;
    }

    long stub() {
        return this.guard.stub(NativeBackend.Shape.VOID, 4, ERROR_WORD,
                (stack, words, result) -> call(stack, words[0], words[1], words[2], words[ERROR_WORD]));
    }

    private long call(CallStack stack, long token, long args, long out, long error) {
        HostImplementation implementation = this.contract.implementation();
        HostInstance instance = (implementation != null) ? implementation.find(token) : null;
        if (instance == null || !instance.begin()) {
            String reason = (implementation == null) ? "is no longer registered"
                    : "was called on an instance that it does not have, or not any more";
            this.function.fail(error, Abi.HOST_CONTRACT_NOT_FOUND,
                    "host contract '" + this.contract.definition().name() + "' " + reason, sink(stack));
            return 0;
        }
        try {
            this.function.call(instance.target(), args, out, error, sink(stack), source(stack));
        }
        finally {
            instance.end();
        }
        return 0;
    }

    private ByteSource source(CallStack stack) {
        return (address, length) -> {
            byte[] bytes = this.function.take(address, length);
            this.memory.passed(stack.blocks(), stack.innermost(), address);
            return bytes;
        };
    }

    private ByteSink sink(CallStack stack) {
        return (bytes) -> this.returned.store(stack.blocks(), stack.outermost(), bytes);
    }

}
