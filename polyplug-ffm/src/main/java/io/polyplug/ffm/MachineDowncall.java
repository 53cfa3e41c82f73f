package io.polyplug.ffm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Calls functions of virtual machines: one constant downcall handle for their one
 * signature. Static and thread-safe.
 */
final class MachineDowncall {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    /**
     * {@code void call(VmLoaderData, GuestContractInstance, uint32_t, const void *, void *, CallArena *, AbiError *)}:
     * the instance is two words, and of the function's number the lower half counts.
     */
    private static final MethodHandle HANDLE = Downcalls
        .of(FunctionDescriptor.ofVoid(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG));

    private MachineDowncall() {
    }

    /** Makes the handle, unless it is there: it is not to be made under a pin. */
    static void prepare() {
    }

    static void call(long function, long loaderData, long data, long contractId, long functionId, long args, long out,
            long arena, long error) {
        try {
            HANDLE.invokeExact(MemorySegment.ofAddress(function), loaderData, data, contractId, functionId, args, out,
                    arena, error);
        }
        catch (Throwable ex) {
            throw Downcalls.unexpected(ex);
        }
    }

}
