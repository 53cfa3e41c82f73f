package io.polyplug.compiler;

import org.jspecify.annotations.Nullable;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.platform.Platform;

/**
 * Has every thread of the process pass a full memory barrier: the system call
 * {@code membarrier}, command {@code PRIVATE_EXPEDITED}, of Linux since 4.14. About a
 * microsecond. Thread-safe.
 */
final class ProcessBarrier implements Runnable {

    private static final long PRIVATE_EXPEDITED = 1 << 3;

    private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;

    private static final long NUMBER_X86_64 = 324;

    private static final long NUMBER_AARCH64 = 283;

    private static final int WORDS = 4;

    private final NativeBackend backend;

    private final long systemCall;

    private final long number;

    private ProcessBarrier(NativeBackend backend, long systemCall, long number) {
        this.backend = backend;
        this.systemCall = systemCall;
        this.number = number;
        backend.prepare(Shape.WORD, WORDS);
    }

    /**
     * Tells the system that this process will ask for barriers.
     * @param backend reaches the system
     * @return the barrier, or {@code null} where there is none, or it is not allowed
     */
    static @Nullable ProcessBarrier register(NativeBackend backend) {
        long function = Platform.current().isLinux() ? backend.processSymbol("syscall") : 0;
        if (function == 0) {
            return null;
        }
        long number = Platform.current().isAarch64() ? NUMBER_AARCH64 : NUMBER_X86_64;
        ProcessBarrier barrier = new ProcessBarrier(backend, function, number);
        return (barrier.ask(REGISTER_PRIVATE_EXPEDITED) == 0) ? barrier : null;
    }

    /** {@code long syscall(long number, ...)}, to which words go as to any function. */
    private long ask(long command) {
        return this.backend.invoke(Shape.WORD, this.systemCall, 0, this.number, command, 0, 0);
    }

    @Override
    public void run() {
        if (ask(PRIVATE_EXPEDITED) != 0) {
            throw new IllegalStateException("The system no longer allows the process-wide memory barrier"
                    + " (membarrier) that it has registered. Nothing can be reclaimed without it");
        }
    }

}
