package io.polyplug.upcall;

import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;
import io.polyplug.abi.Utf8;
import io.polyplug.error.GuestCallException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.pool.Reactor;
import io.polyplug.types.FunctionSignature;
import io.polyplug.types.ResultForm;

/**
 * A contract function that Java implements, as native code calls it: packed arguments in,
 * packed result or error out (docs/abi.md 5.2, 5.5). Thread-safe.
 */
public final class JavaFunction implements ByteSource {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.host");

    private final NativeBackend backend;

    private final UpcallGuard guard;

    private final String contract;

    private final FunctionSignature function;

    private final boolean handsCodesOn;

    /**
     * Makes the function native code can call.
     * @param backend how native memory is reached
     * @param guard the way in for native callers
     * @param contract what messages call its contract
     * @param function what it looks like
     * @param handsCodesOn whether a thrown {@link GuestCallException} becomes its code,
     * not code 3
     */
    public JavaFunction(NativeBackend backend, UpcallGuard guard, String contract, FunctionSignature function,
            boolean handsCodesOn) {
        this.backend = backend;
        this.guard = guard;
        this.contract = contract;
        this.function = function;
        this.handsCodesOn = handsCodesOn;
        function.method().setAccessible(true);
    }

    /**
     * Runs the function.
     * @param target whose method it is
     * @param args the packed arguments, or 0
     * @param out room for the result, or 0
     * @param error the 24 bytes of an {@code AbiError}, or 0
     * @param sink keeps what the result points at, for as long as the caller reads it
     */
    void call(Object target, long args, long out, long error, ByteSink sink) {
        call(target, args, out, error, sink, this);
    }

    /**
     * Runs the function.
     * @param target whose method it is
     * @param args the packed arguments, or 0
     * @param out room for the result, or 0
     * @param error the 24 bytes of an {@code AbiError}, or 0
     * @param sink keeps what the result points at, for as long as the caller reads it
     * @param source copies what the arguments point at
     */
    public void call(Object target, long args, long out, long error, ByteSink sink, ByteSource source) {
        if ((args == 0 && this.function.argumentSize() > 0) || (out == 0 && this.function.resultSize() > 0)) {
            fail(error, Abi.INVALID_POINTER, describe() + " was called without args or without out", sink);
            return;
        }
        try {
            answer(target, args, out, sink, source);
            this.guard.writeError(error, Abi.OK, 0, 0);
        }
        catch (InvocationTargetException ex) {
            failThrown(error, Objects.requireNonNull(ex.getCause()), sink);
        }
        catch (IllegalArgumentException | IllegalAccessException ex) {
            fail(error, Abi.GENERIC, describe() + ": " + ex.getMessage(), sink);
        }
    }

    private void answer(Object target, long args, long out, ByteSink sink, ByteSource source)
            throws InvocationTargetException, IllegalAccessException {
        int size = this.function.argumentSize();
        @Nullable Object[] arguments = (size > 0) ? this.function.readArguments(this.backend.view(args, size), 0, source)
                : new @Nullable Object[0];
        Object result = await(this.function.method().invoke(target, arguments));
        if (this.function.resultSize() > 0) {
            this.function.writeResult(this.backend.view(out, this.function.resultSize()), 0, result, sink);
        }
    }

    /**
     * Whoever calls through the table waits for the result, whatever form the Java
     * interface gives it.
     */
    private @Nullable Object await(@Nullable Object answer) throws InvocationTargetException {
        if (this.function.resultForm() == ResultForm.PLAIN) {
            return answer;
        }
        if (answer == null) {
            throw new IllegalArgumentException(
                    "it returned null in the place of a " + this.function.method().getReturnType().getSimpleName());
        }
        try {
            return ((answer instanceof CompletionStage<?> stage) ? stage.toCompletableFuture() : Reactor.future(answer))
                .join();
        }
        catch (CompletionException ex) {
            throw new InvocationTargetException((ex.getCause() != null) ? ex.getCause() : ex);
        }
        catch (CancellationException ex) {
            throw new InvocationTargetException(ex);
        }
    }

    private void failThrown(long error, Throwable thrown, ByteSink sink) {
        if (this.handsCodesOn && thrown instanceof GuestCallException guest && guest.code() != Abi.OK) {
            String message = guest.guestMessage();
            fail(error, guest.code(), (message != null) ? message : String.valueOf(guest.getMessage()), sink);
            return;
        }
        logger.warn("{} threw; the caller gets code {}", describe(), Abi.PANIC, thrown);
        fail(error, Abi.PANIC, thrown.toString(), sink);
    }

    /**
     * Writes an error with a text.
     * @param error the 24 bytes of an {@code AbiError}, or 0
     * @param code the code
     * @param message the text
     * @param sink keeps the text
     */
    public void fail(long error, int code, String message, ByteSink sink) {
        if (error != 0) {
            byte[] text = Utf8.encode(message.isEmpty() ? "failed" : message);
            this.guard.writeError(error, code, sink.store(text), text.length);
        }
    }

    @Override
    public byte[] take(long address, long length) {
        return this.backend.copyOut(address, ByteSource.arrayLength(length));
    }

    String describe() {
        return this.contract + " function " + this.function.id() + " (" + this.function.method().getName() + ")";
    }

}
