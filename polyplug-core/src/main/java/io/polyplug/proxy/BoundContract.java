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
 * frame, counts itself by {@link Cell#counter()}, ends itself by {@link #leave()} if the
 * slot says that the thread's call stack knows of it, and ends the pin. Where one of
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
        CallFrame frame = Objects.requireNonNull(this.homes.of(ThreadIds.current())).attachment();
        return this.calls.shared()
            .guest()
            .unpack(callee.guestInterface(), function, this.stacks.current(), frame, frame.at(resultAt),
                    callee.instance());
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
     * Ends the call on the thread's call stack. Before the pin ends.
     * @return the stack, which wants to know when the pin has ended
     */
    public CallStack leave() {
        return this.stacks.leaveHome();
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
