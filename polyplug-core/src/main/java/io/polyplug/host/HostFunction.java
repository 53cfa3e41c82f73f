package io.polyplug.host;

import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;
import io.polyplug.abi.FunctionSignature;
import io.polyplug.abi.Utf8;
import io.polyplug.ffi.NativeBackend;

/**
 * One function of a host contract as guests call it:
 * {@code void fn(HostContractInstance, const void *args, void *out, AbiError *out_err)}
 * (ABI specification 4.8). Thread-safe.
 */
final class HostFunction implements ByteSource {

    private static final Logger logger = LoggerFactory.getLogger(HostFunction.class);

    private static final int ERROR_WORD = 3;

    private final NativeBackend backend;

    private final UpcallGuard guard;

    private final ReturnedViews returned;

    private final JavaHostContract contract;

    private final FunctionSignature function;

    HostFunction(NativeBackend backend, UpcallGuard guard, ReturnedViews returned, JavaHostContract contract,
            FunctionSignature function) {
        this.backend = backend;
        this.guard = guard;
        this.returned = returned;
        this.contract = contract;
        this.function = function;
        function.method().setAccessible(true);
    }

    long stub() {
        return this.guard.stub(NativeBackend.Shape.VOID, 4, ERROR_WORD,
                (stack, words, result) -> call(stack, words[1], words[2], words[ERROR_WORD]));
    }

    private long call(CallStack stack, long args, long out, long error) {
        Object target = this.contract.target();
        if (target == null) {
            fail(stack, error, Abi.HOST_CONTRACT_NOT_FOUND,
                    "host contract '" + this.contract.definition().name() + "' is no longer registered");
        }
        else if ((args == 0 && this.function.argumentSize() > 0) || (out == 0 && this.function.resultSize() > 0)) {
            fail(stack, error, Abi.INVALID_POINTER, describe() + " was called without args or without out");
        }
        else {
            try {
                answer(target, stack, args, out);
                this.guard.writeError(error, Abi.OK, 0, 0);
            }
            catch (InvocationTargetException ex) {
                if (ex.getCause() instanceof VirtualMachineError) {
                    this.guard.writeError(error, Abi.PANIC, 0, 0);
                    return 0;
                }
                logger.warn("{} threw; the guest gets code {}", describe(), Abi.PANIC, ex.getCause());
                fail(stack, error, Abi.PANIC, String.valueOf(ex.getCause()));
            }
            catch (IllegalArgumentException | IllegalAccessException ex) {
                fail(stack, error, Abi.GENERIC, describe() + ": " + ex.getMessage());
            }
        }
        return 0;
    }

    private void answer(Object target, CallStack stack, long args, long out)
            throws InvocationTargetException, IllegalAccessException {
        int size = this.function.argumentSize();
        @Nullable Object[] arguments = (size > 0) ? this.function.readArguments(this.backend.view(args, size), 0, this)
                : new @Nullable Object[0];
        Object result = this.function.method().invoke(target, arguments);
        if (this.function.resultSize() > 0) {
            ByteBuffer room = this.backend.view(out, this.function.resultSize());
            this.function.writeResult(room, 0, result, sink(stack));
        }
    }

    private ByteSink sink(CallStack stack) {
        return new ByteSink() {

            @Override
            public long store(byte[] bytes) {
                return HostFunction.this.returned.store(stack, bytes);
            }

            @Override
            public long share(ByteBuffer buffer) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                return store(bytes);
            }

        };
    }

    @Override
    public byte[] take(long address, long length) {
        if (length < 0 || length > Integer.MAX_VALUE - Abi.WORD) {
            throw new IllegalArgumentException(
                    Long.toUnsignedString(length) + " bytes are more than a Java array holds");
        }
        return this.backend.copyOut(address, (int) length);
    }

    private void fail(CallStack stack, long error, int code, String message) {
        byte[] text = Utf8.encode(message.isEmpty() ? "failed" : message);
        this.guard.writeError(error, code, this.returned.store(stack, text), text.length);
    }

    private String describe() {
        return "host contract '" + this.contract.definition().name() + "' function " + this.function.id() + " ("
                + this.function.method().getName() + ")";
    }

}
