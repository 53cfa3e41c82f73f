package io.polyplug.boundary;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.PinSlot;
import io.polyplug.epoch.ThreadIds;
import io.polyplug.store.Generation;

/**
 * The call stack of each thread, for one runtime. Thread-safe.
 * <p>
 * A compiled call does not enter its thread's stack, for that would cost more than the
 * call. It notes in its home slot the host table of whom it calls, and enters when
 * somebody looks, which marks its pin: a guest that calls back, or what has to be told
 * about its result. Java code runs on the thread during such a call only then, so nobody
 * can see a stack without it. The one thing that guests call back for in most calls, the
 * first block that they allocate, is noted in the slot as well.
 * <p>
 * A thread may live longer than the runtime, and than the class loader of this class. So
 * it knows its stack through objects of the JDK alone, and weakly: outside of calls a
 * stack has nothing to tell, and is made anew when it was collected. While it has, what
 * uses it holds it: the frames of calls and of answers to guests, an open guard. So does
 * the thread's home slot, which is the runtime's, as long as the slot is the thread's.
 */
public final class CallStacks {

    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable WeakReference<CallStack>> stacks = new ThreadLocal<>();

    private final HomeSlots<?> homes;

    private final Callers callers = new Callers();

    private final FloatingPointWatch floatingPoint;

    /**
     * Creates the stacks of one runtime.
     * @param homes where compiled calls stand
     * @param floatingPoint watches what calls do to the threads that make them
     */
    public CallStacks(HomeSlots<?> homes, FloatingPointWatch floatingPoint) {
        this.homes = homes;
        this.floatingPoint = floatingPoint;
    }

    /**
     * Returns the calling thread's stack, with the compiled call that the thread is in.
     * @return the stack, which belongs to this thread
     */
    public CallStack current() {
        long thread = ThreadIds.current();
        PinSlot<?> home = this.homes.of(thread);
        if (home == null || !home.isOf(thread)) {
            return own();
        }
        CallStack stack = keptIn(home);
        if (home.isUnmarkedPin()) {
            enter(stack, home);
        }
        return stack;
    }

    private void enter(CallStack stack, PinSlot<?> home) {
        Generation callee = callee(home);
        boolean withBlock = home.hasBlock();
        stack.enter(callee);
        stack.beginPin();
        home.mark();
        if (withBlock) {
            stack.blocks().note(home.blockAddress(), home.blockSize(), callee);
        }
    }

    private Generation callee(PinSlot<?> home) {
        return Objects.requireNonNull(this.callers.of(home.note()));
    }

    /**
     * Returns where the compiled call stands that the calling thread is in, if nobody has
     * looked at it and it has no block. A block that the callee allocates may be noted
     * there.
     * @return the thread's home slot, or {@code null} if {@link #current()} has to be
     * asked
     */
    public @Nullable PinSlot<?> unseen() {
        long thread = ThreadIds.current();
        PinSlot<?> home = this.homes.of(thread);
        return (home != null && home.isOf(thread) && home.isUnmarkedPin() && !home.hasBlock()) ? home : null;
    }

    /** A thread-local takes longer to look at than a home slot, which is at hand. */
    private CallStack keptIn(PinSlot<?> home) {
        if (home.kept() instanceof CallStack present) {
            return present;
        }
        CallStack made = own();
        home.keep(made);
        return made;
    }

    private CallStack own() {
        WeakReference<CallStack> known = this.stacks.get();
        CallStack present = (known != null) ? known.get() : null;
        if (present != null) {
            return present;
        }
        CallStack made = new CallStack();
        this.stacks.set(new WeakReference<>(made));
        return made;
    }

    /**
     * Ends the compiled call of the calling thread, which has left something. Before the
     * pin ends.
     * @param withBlock whether it has a block, and nobody has looked at it; the guest
     * holds that block from now on
     * @return the stack that the call was on: {@link CallStack#endPin()} follows when the
     * pin has ended; {@code null} if nobody has looked
     */
    public @Nullable CallStack leaveHome(boolean withBlock) {
        PinSlot<?> home = Objects.requireNonNull(this.homes.of(ThreadIds.current()));
        if (withBlock) {
            callee(home).ledger().addHeldBytes(home.blockSize());
            return null;
        }
        CallStack stack = keptIn(home);
        stack.leave();
        return stack;
    }

    /**
     * Runs what registers a bundle's contracts in its init window, on the calling thread.
     * @param generation the generation being staged; gets what is registered
     * @param previous the generation that it will replace, or {@code null}
     * @param dependencies what the manifest declares
     * @param init runs {@code polyplug_init}, or whatever stands for it
     * @return the window, closed, with the host contracts that were offered in it
     */
    public InitWindow initialize(Generation generation, @Nullable Generation previous,
            List<InitWindow.DeclaredDependency> dependencies, Consumer<InitWindow> init) {
        CallStack stack = current();
        InitWindow window = new InitWindow(generation, previous, dependencies, stack.window());
        stack.open(window);
        try {
            this.floatingPoint.keep(stack, generation,
                    () -> "polyplug_init of bundle '" + generation.bundleName() + "' " + generation.version(),
                    () -> init.accept(window));
        }
        finally {
            stack.close(window);
        }
        return window;
    }

    /**
     * Runs native code of a bundle that is not a contract's function, as a call of the
     * calling thread.
     * @param owner whose code it is
     * @param name describes the code
     * @param code makes the call
     */
    public void runIn(Generation owner, Supplier<String> name, Runnable code) {
        CallStack stack = current();
        stack.enter(owner);
        try {
            this.floatingPoint.keep(stack, owner, name, code);
        }
        finally {
            stack.leave();
        }
    }

    /**
     * Returns what watches the floating-point environment of threads.
     * @return the watch
     */
    public FloatingPointWatch floatingPoint() {
        return this.floatingPoint;
    }

    /**
     * Returns whose host table is whose.
     * @return the callers
     */
    public Callers callers() {
        return this.callers;
    }

}
