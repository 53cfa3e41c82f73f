package io.polyplug.ffm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Calls guest functions: one constant downcall handle for the one signature of contract
 * functions, which costs what a plain native call costs. Static and thread-safe.
 */
final class GuestDowncall {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    /** {@code void fn(GuestContractInstance, const void *, void *, AbiError *)}. */
    private static final MethodHandle HANDLE = Downcalls.of(FunctionDescriptor.ofVoid(LONG, LONG, LONG, LONG, LONG));

    private GuestDowncall() {
    }

    /** Makes the handle, unless it is there: it is not to be made under a pin. */
    static void prepare() {
    }

    /**
     * Calls a function, without a reserve of stack.
     * @param function the address of its code
     * @param data the first word of the instance
     * @param contractId the second word of the instance
     * @param args the address of the arguments, or 0
     * @param out the address of room for the result, or 0
     * @param error the address of an {@code AbiError} without an error
     */
    static void call(long function, long data, long contractId, long args, long out, long error) {
        try {
            HANDLE.invokeExact(MemorySegment.ofAddress(function), data, contractId, args, out, error);
        }
        catch (Throwable ex) {
            throw Downcalls.unexpected(ex);
        }
    }

}
