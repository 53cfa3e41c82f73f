package io.polyplug.benchmarks;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * {@code HostApi.alloc} as a raw closure of JNA, which is the fastest callback it has.
 * Lives until the end of the process. Thread-safe.
 */
final class FfiClosure implements Callback, Native.ffi_callback {

    /** JNA does not keep it reachable. */
    private static final FfiClosure ALLOC = new FfiClosure();

    private static final int PARAMETERS = 3;

    private FfiClosure() {
    }

    /** Returns the C function. */
    static long address() {
        return new Pointer(Native.ffi_prep_closure(FfiFrame.describe(FfiFrame.wordType(), PARAMETERS), ALLOC))
            .getLong(0);
    }

    @Override
    public void invoke(long callInterface, long result, long arguments) {
        long size = new Pointer(new Pointer(arguments).getLong(Long.BYTES)).getLong(0);
        new Pointer(result).setLong(0, Native.malloc(size));
    }

}
