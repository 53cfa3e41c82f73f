package io.polyplug;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.polyplug.epoch.Reclaimer;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.host.CallStacks;

/**
 * The one lock behind loading, reloading, unloading and closing. Thread-safe.
 * <p>
 * A thread that would wait for itself is refused instead: one that holds the lock
 * already, and one that is in a guest call or holds a guard while another thread has the
 * lock, since that one may be waiting for reclamation.
 */
final class LifecycleLock {

    private final ReentrantLock lock = new ReentrantLock();

    private final CallStacks stacks;

    private final Reclaimer reclaimer;

    /**
     * Read under the lock, and set before closing waits for it: nobody gets in behind.
     */
    private volatile boolean closed;

    LifecycleLock(CallStacks stacks, Reclaimer reclaimer) {
        this.stacks = stacks;
        this.reclaimer = reclaimer;
    }

    /**
     * Takes the lock.
     * @param mayNest whether a thread that holds it may take it again
     * @return whether it was taken; {@code false} means that the thread would have had to
     * wait for itself
     */
    boolean enter(boolean mayNest) {
        if (this.lock.isHeldByCurrentThread() && !mayNest) {
            return false;
        }
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
     * Returns whether the calling thread keeps something from being reclaimed, or
     * reclaims, or holds the lock.
     */
    boolean mustNotWait() {
        return this.stacks.current().isPinned() || this.reclaimer.isCurrentThread();
    }

    boolean isHeldByCurrentThread() {
        return this.lock.isHeldByCurrentThread();
    }

    /**
     * Takes the lock for good: nobody enters any more.
     * @return {@code false} if somebody held it all the time
     */
    boolean close(Duration timeout) {
        this.closed = true;
        try {
            if (!this.lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
        this.lock.unlock();
        return true;
    }

    static RuntimeClosedException closedFailure() {
        return new RuntimeClosedException("This polyplug runtime has been closed. Build a new one", null);
    }

}
