package io.polyplug.compiler;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.Utf8;
import io.polyplug.ffi.FloatingPoint;
import io.polyplug.store.NativeCallee;
import io.polyplug.types.FunctionSignature;

/**
 * One function of a compiled proxy, and where its values lie in a home slot. Thread-safe.
 *
 * @param home makes the pin
 * @param signature the function
 * @param id its id
 * @param argumentsAt offset of the arguments, 0 without any
 * @param resultAt offset of the result, 0 without one
 * @param textsAt offset of what views point at
 */
record HomeFunction(HomeCall home, FunctionSignature signature, int id, int argumentsAt, int resultAt, int textsAt) {

    static HomeFunction of(HomeCall home, FunctionSignature signature) {
        int result = HomeCall.ROOM + Abi.aligned(signature.argumentSize(), Abi.WORD);
        int texts = result + Abi.aligned(signature.resultSize(), Abi.WORD);
        return new HomeFunction(home, signature, signature.id(), (signature.argumentSize() != 0) ? HomeCall.ROOM : 0,
                (signature.resultSize() != 0) ? result : 0, texts);
    }

    /** Returns whether arguments and result fit into a home slot. */
    boolean fits() {
        return this.textsAt <= HomeCall.END;
    }

    /** Returns the function's address, 0 where the call has to be looked at. */
    long address(Object callee) {
        return ((NativeCallee) callee).function(this.id);
    }

    /**
     * Calls the function whose arguments lie in the slot, and throws what it reports. A
     * call that is looked at is the same call, for the arguments need not be at hand
     * again: so the JIT compiler never has to make them for it.
     * @param address the function, or 0 for a call that has to be looked at
     * @param data the instance's data word
     * @param contract the instance's second word
     */
    void call(long slot, Object callee, long address, long data, long contract) {
        this.home.count(slot);
        if (address != 0) {
            callGuest(slot, address, data, contract);
        }
        else {
            callWatched(slot, (NativeCallee) callee);
        }
        if (this.home.hasError(slot)) {
            fail(slot, callee);
        }
    }

    /** Returns whom to call in a machine, as {@link HomeCall#enter} does. */
    @Nullable Object enter() {
        return this.home.enter(this.id);
    }

    /**
     * Calls the function in the machine that was entered, and throws what it reports.
     */
    void callMachine(long slot, Object entered) {
        NativeCallee callee = (NativeCallee) entered;
        this.home.count(slot);
        this.home.backend()
            .callMachine(callee.machineFunction(), callee.loaderData(), callee.data(), callee.contractId(), this.id,
                    at(slot, this.argumentsAt), at(slot, this.resultAt), 0, slot + HomeCall.ERROR);
        if (!FloatingPoint.isExact()) {
            this.home.bound().changedFloatingPoint(callee, this.signature);
        }
        if (this.home.hasError(slot)) {
            fail(slot, callee);
        }
    }

    private void callGuest(long slot, long address, long data, long contract) {
        this.home.memory()
            .callGuest(slot + HomeCall.END, address, data, contract, at(slot, this.argumentsAt),
                    at(slot, this.resultAt), slot + HomeCall.ERROR);
    }

    private void callWatched(long slot, NativeCallee callee) {
        this.home.bound()
            .watch(callee, this.signature, () -> callGuest(slot, callee.guestInterface().functionAddress(this.id),
                    callee.data(), callee.contractId()));
    }

    /** Throws the error that lies in the slot; what comes without a code is none. */
    private void fail(long slot, Object callee) {
        try {
            if (this.home.memory().getInt(slot + HomeCall.ERROR) != 0) {
                read(callee);
            }
        }
        finally {
            this.home.clearError(slot);
        }
    }

    private static long at(long slot, int offset) {
        return (offset != 0) ? slot + offset : 0;
    }

    /** Reads a result of any type, or throws the error that lies in the slot. */
    @Nullable Object read(Object callee) {
        return this.home.bound()
            .read((NativeCallee) callee, this.signature, Math.max(0, this.resultAt - HomeCall.MEMORY));
    }

    /**
     * Reads a text. In most calls it is the one block that the guest has allocated in
     * this call, which needs no look at the thread's call stack.
     */
    Object readText(long slot, Object callee) {
        byte[] bytes = copyReturned(slot, (NativeCallee) callee);
        if (bytes == null) {
            return Objects.requireNonNull(read(callee));
        }
        String text;
        try {
            text = Utf8.decode(bytes);
        }
        catch (IllegalArgumentException ex) {
            // The interpreter says what is wrong with it.
            return Objects.requireNonNull(read(callee));
        }
        this.home.freeReturned(slot);
        return text;
    }

    /** Reads bytes, in the same way. */
    Object readBytes(long slot, Object callee) {
        byte[] bytes = copyReturned(slot, (NativeCallee) callee);
        if (bytes == null) {
            return Objects.requireNonNull(read(callee));
        }
        this.home.freeReturned(slot);
        return bytes;
    }

    private byte @Nullable [] copyReturned(long slot, NativeCallee callee) {
        long address = this.home.memory().getLong(slot + this.resultAt);
        long length = this.home.memory().getLong(slot + this.resultAt + Abi.WORD);
        return this.home.hasReturned(slot, address, length)
                ? this.home.bound().copyReturned(callee, this.signature, address, length) : null;
    }

    /** Reads a {@code bool}; what is neither 0 nor 1 is refused as elsewhere. */
    boolean readBoolean(long slot, Object callee) {
        byte octet = this.home.memory().getByte(slot + this.resultAt);
        if (octet == 0 || octet == 1) {
            return octet == 1;
        }
        throw new IllegalStateException("A bool of " + octet + " was read as " + read(callee));
    }

    /**
     * Answers a call that has failed, if whoever was called is tried only and somebody
     * else may answer. After the pin.
     * @param failure what the call has thrown
     * @return what the other one answers
     * @throws Throwable the failure, or that of the other one
     */
    @Nullable Object answerFailed(Throwable failure, Object callee, @Nullable Object[] arguments) throws Throwable {
        return this.home.bound().answerFailed(failure, (NativeCallee) callee, this.signature, arguments);
    }

    /** Makes the call that the compiled code cannot make. */
    @Nullable Object interpret(@Nullable Object[] arguments) {
        return this.home.bound().interpret(this.signature, arguments);
    }

}
