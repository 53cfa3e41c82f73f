package io.polyplug.ffm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * What all downcalls have in common. Static and thread-safe.
 */
@SuppressWarnings("restricted")
final class Downcalls {

    private static final Linker LINKER = Linker.nativeLinker();

    private Downcalls() {
    }

    /** Makes a handle whose first parameter is the function. */
    static MethodHandle of(FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(descriptor);
    }

    /** Makes a handle of a function of the C library. */
    static MethodHandle of(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** Native calls throw nothing of their own; what comes is an error of the JVM. */
    static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (thrown instanceof RuntimeException failure) ? failure : new IllegalStateException(thrown);
    }

}
