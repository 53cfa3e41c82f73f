package io.polyplug;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * A call that is inside native code until the test lets it go. It waits on two flags in
 * memory that belongs to the test: one that the guest sets, one that it waits for.
 *
 * @param <T> what the call returns
 */
final class HeldCall<T> implements AutoCloseable {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final Memory flags = new Memory(8);

    private final CompletableFuture<T> answer = new CompletableFuture<>();

    private final Thread thread;

    private HeldCall(String name, NativeCall<T> call) {
        this.flags.clear();
        long entered = Pointer.nativeValue(this.flags);
        this.thread = new Thread(() -> {
            try {
                this.answer.complete(call.call(entered, entered + 4));
            }
            catch (Throwable ex) {
                this.answer.completeExceptionally(ex);
            }
        }, name);
        this.thread.setDaemon(true);
    }

    /** Starts a call on a thread of its own and returns when it is inside the guest. */
    static <T> HeldCall<T> enter(String threadName, NativeCall<T> call) {
        HeldCall<T> held = new HeldCall<>(threadName, call);
        held.thread.start();
        long deadline = System.nanoTime() + LONGEST;
        while (held.flags.getInt(0) == 0) {
            if (held.answer.isDone() || System.nanoTime() > deadline) {
                throw new AssertionError("The call is not held: " + held.answer);
            }
            LockSupport.parkNanos(100_000);
        }
        return held;
    }

    static HeldCall<Integer> enter(Plugins.Slow slow) {
        return enter("held-call", slow::hold);
    }

    boolean isInside() {
        return !this.answer.isDone();
    }

    /** Lets the call go and returns its answer. */
    T release() {
        this.flags.setInt(4, 1);
        try {
            return this.answer.get(LONGEST, TimeUnit.NANOSECONDS);
        }
        catch (InterruptedException | TimeoutException ex) {
            throw new AssertionError("The call does not return", ex);
        }
        catch (ExecutionException ex) {
            throw new AssertionError("The call failed", ex.getCause());
        }
    }

    /** Lets the call go, whatever becomes of it. */
    @Override
    public void close() {
        this.flags.setInt(4, 1);
        try {
            this.thread.join(TimeUnit.NANOSECONDS.toMillis(LONGEST));
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Calls a guest function that takes the two flags.
     *
     * @param <T> what it returns
     */
    @FunctionalInterface
    interface NativeCall<T> {

        T call(long entered, long release);

    }

}
