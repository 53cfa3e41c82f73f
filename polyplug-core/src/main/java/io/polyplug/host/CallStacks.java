package io.polyplug.host;

/**
 * The call stack of each thread, for one runtime. Thread-safe.
 */
public final class CallStacks {

    private final ThreadLocal<CallStack> stacks = ThreadLocal.withInitial(CallStack::new);

    /**
     * Creates the stacks of one runtime.
     */
    public CallStacks() {
    }

    /**
     * Returns the calling thread's stack.
     * @return the stack, which belongs to this thread
     */
    public CallStack current() {
        return this.stacks.get();
    }

}
