package io.polyplug.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which functions of an implementation may be called without a look at the thread's
 * floating-point environment: those whose latest checked calls left it alone.
 * Thread-safe.
 * <p>
 * A compiled call has no time to ask, and takes code addresses from here. There is none
 * for a function that is to be checked, which it then calls in another way.
 */
public final class CheckedFunctions {

    /** How many calls of a function are looked at in a row. */
    static final int CALLS = 4;

    private static final VarHandle ADDRESSES = MethodHandles.arrayElementVarHandle(long[].class);

    private final Generation generation;

    private final long[] functions;

    private final long[] addresses;

    private final AtomicIntegerArray due;

    CheckedFunctions(Generation generation, long[] functions) {
        this.generation = generation;
        this.functions = functions;
        this.addresses = new long[functions.length];
        this.due = new AtomicIntegerArray(Math.max(1, functions.length));
        checkAgain();
    }

    /**
     * Returns the code addresses by function id, 0 for what is to be checked. Compiled
     * calls read them without any order: an address that is out of date leads to a call
     * that is not looked at, to the same code.
     */
    long[] addresses() {
        return this.addresses;
    }

    /**
     * Returns whether a call has to be looked at.
     * @param functionId the function; those of a virtual machine count as one
     * @return {@code true} for the first calls, and for a few every now and then
     */
    public boolean isDue(int functionId) {
        return this.due.get(indexOf(functionId)) > 0;
    }

    private int indexOf(int functionId) {
        return (this.functions.length > 0) ? functionId : 0;
    }

    /**
     * Notes that a call was looked at and left the environment alone. The address is
     * written before the mark is read, and {@link #clear()} comes after the mark: so one
     * of the two takes it away again.
     * @param functionId the function
     * @return whether the next call need not be looked at
     */
    public boolean passed(int functionId) {
        if (this.due.getAndUpdate(indexOf(functionId), (left) -> Math.max(0, left - 1)) != 1) {
            return false;
        }
        if (this.functions.length > 0) {
            ADDRESSES.setVolatile(this.addresses, functionId, this.functions[functionId]);
            if (this.generation.restoresFloatingPoint()) {
                ADDRESSES.setVolatile(this.addresses, functionId, 0L);
            }
        }
        return true;
    }

    /** Has the next calls of each function looked at. */
    public void checkAgain() {
        for (int i = 0; i < this.due.length(); i++) {
            this.due.set(i, CALLS);
        }
        clear();
    }

    /** Has each call of all functions looked at, or the environment put back after it. */
    public void clear() {
        for (int i = 0; i < this.addresses.length; i++) {
            ADDRESSES.setVolatile(this.addresses, i, 0L);
        }
    }

}
