package io.polyplug;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.polyplug.epoch.Reclaimer;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.ffi.Libraries;
import io.polyplug.host.CallStacks;

/**
 * The one lock behind loading, reloading, unloading and closing. Thread-safe.
 * <p>
 * A thread that would wait for itself is refused instead: one that is in a guest call or
 * holds a guard while another thread has the lock, since that one may be waiting for
 * reclamation. Whoever holds it may take it again; {@link InProgress} says what for.
 */
final class LifecycleLock {

    /** Why {@link #enter} may refuse, for messages. */
    static final String WOULD_WAIT = "this thread is in a guest call or holds a guard, and another one is changing"
            + " bundles: they might wait for each other";

    private final ReentrantLock lock = new ReentrantLock();

    private final CallStacks stacks;

    private final Reclaimer reclaimer;

    private final Libraries libraries;

    /**
     * Read under the lock, and set before closing waits for it: nobody gets in behind.
     */
    private volatile boolean closed;

    LifecycleLock(CallStacks stacks, Reclaimer reclaimer, Libraries libraries) {
        this.stacks = stacks;
        this.reclaimer = reclaimer;
        this.libraries = libraries;
    }

    /**
     * Takes the lock.
     * @return whether it was taken; {@code false} means that the thread would have had to
     * wait for itself
     */
    boolean enter() {
        if (mustNotWait()) {
            if (!this.lock.tryLock()) {
                return false;
            }
        }
        else {
            this.lock.lock();
        }
        if (this.closed) {
            this.lock.unlock();
            throw closedFailure();
        }
        return true;
    }

    void leave() {
        this.lock.unlock();
    }

    /**
     * Returns whether the calling thread keeps something from being reclaimed, reclaims,
     * or runs a library's destructors.
     */
    boolean mustNotWait() {
        return this.stacks.current().isPinned() || this.reclaimer.isCurrentThread() || this.libraries.isCurrentThread();
    }

    boolean isHeldByCurrentThread() {
        return this.lock.isHeldByCurrentThread();
    }

    /**
     * Lets nobody in any more, and waits for who is in. An interrupt does not end the
     * wait.
     * @return {@code false} if somebody was in all the time
     */
    boolean close(Duration timeout) {
        this.closed = true;
        long deadline = System.nanoTime() + nanos(timeout);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    boolean taken = this.lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    if (taken) {
                        this.lock.unlock();
                    }
                    return taken;
                }
                catch (InterruptedException ex) {
                    interrupted = true;
                }
            }
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Longer than a hundred years is for ever, and does not overflow. */
    static long nanos(Duration timeout) {
        Duration longest = Duration.ofDays(36_500);
        return ((timeout.compareTo(longest) < 0) ? timeout : longest).toNanos();
    }

    static RuntimeClosedException closedFailure() {
        return new RuntimeClosedException("This polyplug runtime has been closed. Build a new one", null);
    }

}
