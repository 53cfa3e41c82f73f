package io.polyplug;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Two flags in memory for functions of bundle {@code slow}: one that the guest sets when
 * it has begun, and one that it waits for.
 */
final class Latch implements AutoCloseable {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final Memory flags = new Memory(8);

    Latch() {
        this.flags.clear();
    }

    long entered() {
        return Pointer.nativeValue(this.flags);
    }

    long release() {
        return entered() + 4;
    }

    boolean isEntered() {
        return this.flags.getInt(0) != 0;
    }

    void awaitEntered() {
        long deadline = System.nanoTime() + LONGEST;
        while (!isEntered()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("No call has come");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** Lets the call go. */
    @Override
    public void close() {
        this.flags.setInt(4, 1);
    }

}
