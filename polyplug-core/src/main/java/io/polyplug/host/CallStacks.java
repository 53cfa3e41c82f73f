package io.polyplug.host;

import java.util.Objects;

import io.polyplug.epoch.Pins;
import io.polyplug.epoch.Slot;
import io.polyplug.epoch.ThreadIds;

/**
 * The call stack of each thread, for one runtime. Thread-safe.
 * <p>
 * A compiled call does not enter its thread's stack, for that would cost more than the
 * call. It leaves in its home slot who is called, and enters when somebody looks: a guest
 * that calls back, or what has to be told about its result. Java code runs on the thread
 * during such a call only then, so nobody can see a stack without it.
 */
public final class CallStacks {

    private final ThreadLocal<CallStack> stacks = ThreadLocal.withInitial(CallStack::new);

    private final Pins<?> pins;

    private final Callers callers = new Callers();

    private final FloatingPointWatch floatingPoint;

    /**
     * Creates the stacks of one runtime.
     * @param pins where compiled calls stand
     * @param floatingPoint watches what calls do to the threads that make them
     */
    public CallStacks(Pins<?> pins, FloatingPointWatch floatingPoint) {
        this.pins = pins;
        this.floatingPoint = floatingPoint;
    }

    /**
     * Returns the calling thread's stack, with the compiled call that the thread is in.
     * @return the stack, which belongs to this thread
     */
    public CallStack current() {
        CallStack stack = this.stacks.get();
        long thread = ThreadIds.current();
        Slot<?> home = this.pins.home(thread);
        if (home != null && home.isUnknownCallOf(thread)) {
            stack.enter(Objects.requireNonNull(this.callers.of(home.callee())));
            stack.beginPin();
            home.markEntered();
        }
        return stack;
    }

    /**
     * Ends the compiled call of the calling thread on its stack, which somebody has
     * looked at. Before the pin ends.
     * @return the stack: {@link CallStack#endPin()} follows when the pin has ended
     */
    public CallStack leaveHome() {
        CallStack stack = this.stacks.get();
        stack.leave();
        return stack;
    }

    /**
     * Returns what watches the floating-point environment of threads.
     * @return the watch
     */
    public FloatingPointWatch floatingPoint() {
        return this.floatingPoint;
    }

    Callers callers() {
        return this.callers;
    }

}
