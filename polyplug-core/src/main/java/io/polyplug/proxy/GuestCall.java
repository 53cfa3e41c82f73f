package io.polyplug.proxy;

import java.lang.ref.Reference;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.boundary.CallStack;
import io.polyplug.boundary.CallStacks;
import io.polyplug.boundary.FloatingPointWatch;
import io.polyplug.boundary.NativeText;
import io.polyplug.boundary.PrintableText;
import io.polyplug.epoch.PinSlot;
import io.polyplug.error.GuestCallException;
import io.polyplug.ffi.FloatingPoint;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.ledger.CallCounter;
import io.polyplug.memory.CallArena;
import io.polyplug.memory.GuestMemory;
import io.polyplug.store.Cell;
import io.polyplug.store.Dispatch;
import io.polyplug.store.GuestInstance;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.Seats;
import io.polyplug.store.Split;
import io.polyplug.types.FunctionSignature;

/**
 * Calls guest functions through a cell, interpreting their signatures. Thread-safe.
 * <p>
 * Everything between pin and unpin uses one implementation, read once: a call never mixes
 * versions, and its library cannot be unmapped before the unpin.
 */
final class GuestCall {

    private final NativeBackend backend;

    private final CallStacks stacks;

    private final GuestMemory memory;

    GuestCall(CallTools tools) {
        this.backend = tools.backend();
        this.stacks = tools.stacks();
        this.memory = tools.memory();
        this.backend.prepare(Shape.VOID, CallFrame.MACHINE_WORDS);
    }

    /**
     * Calls a function. Nothing here waits while it holds the pin and runs Java code: a
     * virtual thread that does is unmounted, and does not end its pin before it gets a
     * carrier again.
     * @param chosen who was chosen of those who share the calls of the cell, or
     * {@code null} for whoever gets all of them
     */
    @Nullable Object call(Cell<CallFrame> cell, Split.@Nullable Side chosen, FunctionSignature function,
            @Nullable Object[] arguments) {
        CallStack stack = this.stacks.current();
        GuestInterface target = null;
        try {
            while (true) {
                Seats.Seat seat = cell.takeSeat(chosen);
                try {
                    PinSlot<CallFrame> pin = cell.pin();
                    stack.beginPin();
                    try {
                        target = cell.chosenVolatile(chosen);
                        GuestInterface entered = entered(target, seat);
                        GuestInstance instance = (entered != null) ? entered.instanceUnlessAwaited() : null;
                        if (entered != null && instance != null) {
                            cell.publishCallee(target);
                            Object result = callPinned(entered, instance, function, arguments, stack, pin.attachment());
                            count(cell, chosen, target, pin);
                            return result;
                        }
                    }
                    finally {
                        pin.unpinRelease();
                        stack.endPin();
                    }
                }
                finally {
                    if (seat != null) {
                        seat.leave();
                    }
                }
                cell.awaitInstance(target);
            }
        }
        catch (GuestCallException ex) {
            countFailed(chosen, target);
            throw ex;
        }
    }

    /**
     * Returns what is called, or {@code null} if the seat is in what has been replaced
     * meanwhile.
     */
    private static @Nullable GuestInterface entered(GuestInterface target, Seats.@Nullable Seat seat) {
        if (seat == null) {
            return (target.seats() == null) ? target : null;
        }
        return seat.isOf(target.seats()) ? target.in(seat) : null;
    }

    /** A call whose choice did not stand is nobody's of those who shared. */
    private static void count(Cell<CallFrame> cell, Split.@Nullable Side chosen, GuestInterface target,
            PinSlot<CallFrame> pin) {
        pin.count(cell.counter().index());
        if (chosen != null && chosen.isCandidate() && chosen.provider() == target) {
            pin.count(chosen.counter().index());
        }
    }

    private static void countFailed(Split.@Nullable Side chosen, @Nullable GuestInterface target) {
        CallCounter calls = (target != null) ? target.calls() : null;
        if (calls != null) {
            calls.countFailed();
        }
        if (chosen != null && chosen.provider() == target) {
            chosen.figures().countFailed();
        }
    }

    private @Nullable Object callPinned(GuestInterface target, GuestInstance instance, FunctionSignature function,
            @Nullable Object[] arguments, CallStack stack, CallFrame frame) {
        try {
            frame.open(function.argumentSize(), function.resultSize());
            function.writeArguments(frame.arguments().memory(), frame.arguments().at(), arguments, frame);
            stack.enter(target.owner());
            try {
                if (target.isRunByVirtualMachine()) {
                    return callMachine(target, function, stack, frame, instance);
                }
                run(target, function, stack, frame, instance, 0);
                return unpack(target, function, stack, frame, frame.result(), instance);
            }
            finally {
                stack.leave();
            }
        }
        finally {
            frame.close();
            Reference.reachabilityFence(arguments);
        }
    }

    /**
     * The arena is passed where the result may need it, and lives until it was copied.
     */
    private @Nullable Object callMachine(GuestInterface target, FunctionSignature function, CallStack stack,
            CallFrame frame, GuestInstance instance) {
        if (!function.resultNeedsArena()) {
            run(target, function, stack, frame, instance, 0);
            return unpack(target, function, stack, frame, frame.result(), instance);
        }
        CallArena arena = CallArena.create(this.backend, this.memory, target.owner());
        try {
            run(target, function, stack, frame, instance, arena.address());
            return unpack(target, function, stack, frame, frame.result(), instance);
        }
        finally {
            arena.release(stack.blocks());
        }
    }

    /**
     * Calls the code, after which the thread's floating-point environment is what Java
     * needs. Only the first calls of a function, and a few every now and then, are looked
     * at with all that costs.
     */
    private void run(GuestInterface target, FunctionSignature function, CallStack stack, CallFrame frame,
            GuestInstance instance, long arena) {
        watch(target, function, stack, frame, () -> invoke(target, function, frame, instance, arena));
    }

    /** The same for a call that is made in the given way, in that frame. */
    void watch(GuestInterface target, FunctionSignature function, CallStack stack, CallFrame frame,
            Runnable invocation) {
        FloatingPointWatch watch = this.stacks.floatingPoint();
        if (target.owner().restoresFloatingPoint() && watch.floatingPoint().isAccessible()) {
            invocation.run();
            frame.call(watch.floatingPoint().restoreFunction(), watch.floatingPoint().standardEnvironment(), 0);
        }
        else if (target.checked().isDue(function.id()) || !FloatingPoint.isExact()) {
            watch.check(stack, target, function.id(), () -> describe(target, function), invocation);
        }
        else {
            invocation.run();
            if (!FloatingPoint.isExact()) {
                changed(target, function);
            }
        }
    }

    /** Puts back what a function has done that was not looked at before. */
    void changed(GuestInterface target, FunctionSignature function) {
        this.stacks.floatingPoint().changed(target, () -> describe(target, function));
    }

    private static void invoke(GuestInterface target, FunctionSignature function, CallFrame frame,
            GuestInstance instance, long arena) {
        Dispatch.VirtualMachine machine = target.virtualMachine();
        if (machine != null) {
            frame.call(machine, function.id(), instance, arena);
        }
        else {
            frame.call(target.functionAddress(function.id()), instance.data(), instance.contractId());
        }
    }

    @Nullable Object unpack(GuestInterface target, FunctionSignature function, CallStack stack, CallFrame frame,
            CallFrame.Block result, GuestInstance instance) {
        if (frame.errorCode() == 0 && function.resultSize() == 0) {
            return null;
        }
        ResultBytes bytes = new ResultBytes(this.backend, this.memory, stack.blocks(), target);
        try {
            if (frame.errorCode() != 0) {
                throw failure(target, function, frame, bytes, instance);
            }
            return function.readResult(result.memory(), result.at(), bytes);
        }
        catch (IllegalArgumentException ex) {
            throw new GuestCallException(Abi.GENERIC, null,
                    describe(target, function) + " returned a value that its contract does not allow: "
                            + ex.getMessage() + ". The plugin and the Java interface disagree, or the plugin is broken",
                    ex);
        }
        finally {
            bytes.handOver(function.id());
        }
    }

    byte @Nullable [] copyReturned(GuestInterface target, FunctionSignature function, long address, long length) {
        return (length <= Integer.MAX_VALUE && this.memory.isFreedAtOnce(target, function.id()))
                ? this.backend.copyOut(address, (int) length) : null;
    }

    void freeReturned(long address, long size) {
        this.backend.free(address, size);
    }

    private GuestCallException failure(GuestInterface target, FunctionSignature function, CallFrame frame,
            ResultBytes bytes, GuestInstance instance) {
        int code = frame.errorCode();
        String message = null;
        if (frame.errorMessage() != 0) {
            message = NativeText.lenient(this.backend, frame.errorMessage(), frame.errorMessageLength());
            bytes.add(frame.errorMessage());
        }
        else {
            message = noted(target);
        }
        String hint = (code == Abi.INVALID_POINTER) ? invalidPointerHint(function, instance) : "";
        return new GuestCallException(code, message,
                describe(target, function) + " failed with code " + Integer.toUnsignedString(code)
                        + ((message != null) ? ": " + PrintableText.of(message) : " and gave no message") + hint);
    }

    /** Scripts have no way to return a text; their machines log it. */
    private static @Nullable String noted(GuestInterface target) {
        Dispatch.VirtualMachine machine = target.virtualMachine();
        return (machine != null && machine.seat() != null) ? machine.seat().takeNote() : null;
    }

    private static String invalidPointerHint(FunctionSignature function, GuestInstance instance) {
        if (instance.data() == 0) {
            return ". The factory of this contract returned no instance, which this plugin seems to need";
        }
        return (function.resultSize() == 0)
                ? ". The method has no result (void, or Unit in Kotlin). If the function returns something, declare it"
                : "";
    }

    private static String describe(GuestInterface target, FunctionSignature function) {
        return "Function " + function.id() + " (" + function.method().getName() + ") of contract '"
                + target.contractName() + "' in bundle '" + target.bundleName() + "' " + target.owner().version();
    }

}
