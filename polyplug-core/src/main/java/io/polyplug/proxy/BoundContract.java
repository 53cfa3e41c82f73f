package io.polyplug.proxy;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.polyplug.boundary.CallStack;
import io.polyplug.boundary.CallStacks;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.ThreadIds;
import io.polyplug.error.GuestCallException;
import io.polyplug.ledger.CallCounter;
import io.polyplug.store.Cell;
import io.polyplug.store.NativeCallee;
import io.polyplug.store.Split;
import io.polyplug.types.ContractDefinition;
import io.polyplug.types.FunctionSignature;
import io.polyplug.types.ResultForm;

/**
 * A contract and where its implementation is published: what a proxy is made of, be it
 * compiled or not. Thread-safe.
 * <p>
 * A compiled call takes the home slot of its thread, which must belong to it, reads
 * {@link Cell#calleeVolatile()}, notes the callee, calls with the slot's memory as its
 * frame, by {@link #watch} if the function has no address, counts itself by
 * {@link Cell#counter()}, ends itself by {@link #leave} if the slot says that the
 * thread's call stack knows of it or that it has a block, and ends the pin. Where one of
 * these does not go, and for everything that it was not compiled for, {@link #interpret}
 * makes the call.
 *
 * @param definition the contract
 * @param cell where the implementation is published
 * @param homes where compiled calls stand
 * @param stacks what each thread is doing
 * @param calls makes the calls that are not compiled
 */
public record BoundContract(ContractDefinition definition, Cell<CallFrame> cell, HomeSlots<CallFrame> homes,
        CallStacks stacks, ContractCalls calls) {

    /**
     * Calls a function, or has it called later if that is what its result says.
     * @param function which one
     * @param arguments its arguments
     * @return its result, {@code null} if it has none
     * @throws io.polyplug.error.PolyplugException as calls of contracts do
     */
    public @Nullable Object interpret(FunctionSignature function, @Nullable Object[] arguments) {
        return (function.resultForm() == ResultForm.PLAIN) ? this.calls.call(function, arguments)
                : this.calls.callLater(function, arguments);
    }

    /**
     * Has a call that a candidate has failed answered by the implementation that served
     * before. Without a pin.
     * @param failure what the call has thrown
     * @param callee who was called
     * @param function which one, which is free of side effects
     * @param arguments its arguments
     * @return its result, {@code null} if it has none
     * @throws Throwable the failure where it is no error of a candidate; otherwise as
     * calls of contracts do
     */
    public @Nullable Object answerFailed(Throwable failure, NativeCallee callee, FunctionSignature function,
            @Nullable Object[] arguments) throws Throwable {
        Split.Side side = callee.side();
        if (side != null && side.isCandidate() && failure instanceof GuestCallException) {
            return this.calls.shared().answerFor(side, this.cell, function, arguments);
        }
        throw failure;
    }

    /**
     * Makes a call in the home slot of the calling thread that has to be looked at, and
     * puts back what it does to the thread's floating-point environment. Inside the
     * call's pin.
     * @param callee whose function it is
     * @param function which one
     * @param invocation calls its code
     */
    public void watch(NativeCallee callee, FunctionSignature function, Runnable invocation) {
        this.calls.notice().look();
        this.calls.shared()
            .guest()
            .watch(callee.guestInterface(), function, this.stacks.current(), frame(), invocation);
    }

    /**
     * Reads what a function has left in the home slot of the calling thread: its error or
     * its result, whatever that is. Inside the call's pin.
     * @param callee whose function it is
     * @param function which one
     * @param resultAt offset of the result from the start of the slot's memory
     * @return the result, {@code null} if it has none
     * @throws io.polyplug.error.GuestCallException if there is an error, or the result is
     * no value of its type
     */
    public @Nullable Object read(NativeCallee callee, FunctionSignature function, int resultAt) {
        try {
            return unpack(callee, function, resultAt);
        }
        catch (GuestCallException ex) {
            CallCounter calls = callee.guestInterface().calls();
            if (calls != null) {
                calls.countError();
            }
            Split.Side side = callee.side();
            if (side != null) {
                side.figures().countError();
            }
            throw ex;
        }
    }

    private @Nullable Object unpack(NativeCallee callee, FunctionSignature function, int resultAt) {
        CallFrame frame = frame();
        return this.calls.shared()
            .guest()
            .unpack(callee.guestInterface(), function, this.stacks.current(), frame, frame.at(resultAt),
                    callee.instance());
    }

    private CallFrame frame() {
        return Objects.requireNonNull(this.homes.of(ThreadIds.current())).attachment();
    }

    /**
     * Puts back what a function has done to the floating-point environment of the calling
     * thread. Inside the call's pin.
     * @param callee whose function it is
     * @param function which one
     */
    public void changedFloatingPoint(NativeCallee callee, FunctionSignature function) {
        this.calls.shared().guest().changed(callee.guestInterface(), function);
    }

    /**
     * Copies what a function has returned in a block that it allocated in this call, if
     * such a block is freed at once. Inside the call's pin.
     * @param callee whose function it is
     * @param function which one
     * @param address the block
     * @param length how much of it is copied
     * @return the bytes, and {@link #freeReturned} follows; {@code null} if {@link #read}
     * has to decide
     */
    public byte @Nullable [] copyReturned(NativeCallee callee, FunctionSignature function, long address, long length) {
        return this.calls.shared().guest().copyReturned(callee.guestInterface(), function, address, length);
    }

    /**
     * Frees a block that {@link #copyReturned} has copied.
     * @param address the block
     * @param size its bytes
     */
    public void freeReturned(long address, long size) {
        this.calls.shared().guest().freeReturned(address, size);
    }

    /**
     * Ends a call that has left something in the home slot of the calling thread. Before
     * the pin ends.
     * @param withBlock whether that is a block alone
     * @return the stack, which wants to know when the pin has ended; {@code null} if the
     * call was on none
     */
    public @Nullable CallStack leave(boolean withBlock) {
        return this.stacks.leaveHome(withBlock);
    }

    /**
     * Returns what {@link Object#toString()} of a proxy says.
     * @return contract and interface
     */
    public String description() {
        return "contract '" + this.definition.name() + "' " + this.definition.version() + " as "
                + this.definition.type().getName();
    }

}
