package io.polyplug.operation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.polyplug.OperationKind;
import io.polyplug.RunningOperation;
import io.polyplug.boundary.CallStacks;
import io.polyplug.epoch.Reclaimer;
import io.polyplug.error.Explanation;
import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.ffi.Libraries;

/**
 * The one lock behind loading, reloading, unloading and closing. Thread-safe.
 * <p>
 * Nobody waits for it for ever: after the operation timeout an operation is refused. A
 * thread that would wait for itself is refused instead: one that is in a guest call or
 * holds a guard while another thread has the lock, since that one may be waiting for
 * reclamation. Whoever holds it may take it again; {@link InProgress} says what for.
 */
public final class LifecycleLock {

    private static final String CURE = "Look in a thread dump where that thread is, or 'polyplug-libraries' for it, and end"
            + " what it waits for; calls into other bundles go on meanwhile";

    /** Why {@link #enter} may refuse, for messages. */
    static final String WOULD_WAIT = "this thread is in a guest call or holds a guard, and another one is changing"
            + " bundles: they might wait for each other";

    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(200);

    private final ReentrantLock lock = new ReentrantLock();

    private final CallStacks stacks;

    private final Reclaimer reclaimer;

    private final Libraries libraries;

    private final OperationTrace trace;

    private final Duration longestWait;

    /**
     * Read under the lock, and set before closing waits for it: nobody gets in behind.
     */
    private volatile boolean closed;

    /** Set when closing has waited in vain for who is in. */
    private volatile boolean abandoned;

    /**
     * Creates the lock.
     * @param stacks tells whether a thread keeps something from being reclaimed
     * @param reclaimer tells whether a thread reclaims
     * @param libraries tells whether a thread opens or closes libraries
     * @param trace told which operation holds the lock
     * @param longestWait how long an operation waits for another one
     */
    public LifecycleLock(CallStacks stacks, Reclaimer reclaimer, Libraries libraries, OperationTrace trace,
            Duration longestWait) {
        this.stacks = stacks;
        this.reclaimer = reclaimer;
        this.libraries = libraries;
        this.trace = trace;
        this.longestWait = longestWait;
    }

    /**
     * Takes the lock.
     * @param kind what for
     * @param bundleName which bundle it is about, if that is known
     * @param wanted the same in words, for messages
     * @return whether it was taken; {@code false} means that the thread would have had to
     * wait for itself
     * @throws LifecycleBusyException if another operation kept it for too long
     */
    boolean enter(OperationKind kind, @Nullable String bundleName, String wanted) {
        if (mustNotWait()) {
            if (!this.lock.tryLock()) {
                return false;
            }
        }
        else if (!tryLockWhileOpen()) {
            throw this.closed ? closedFailure() : busy(wanted);
        }
        if (this.closed) {
            this.lock.unlock();
            throw closedFailure();
        }
        begin(kind, bundleName);
        return true;
    }

    private void begin(OperationKind kind, @Nullable String bundleName) {
        try {
            this.trace.begin(kind, bundleName);
        }
        catch (Throwable ex) {
            leave();
            throw ex;
        }
    }

    void leave() {
        try {
            this.trace.end();
        }
        finally {
            this.lock.unlock();
        }
    }

    private LifecycleBusyException busy(String wanted) {
        Optional<RunningOperation> other = this.trace.running();
        String reason = other
            .map((each) -> "another operation has been running for " + each.age().toMillis() + " ms: "
                    + OperationLog.text(each))
            .orElse("other operations follow each other, and none was done for " + this.longestWait.toMillis() + " ms");
        return new LifecycleBusyException(other.flatMap(RunningOperation::bundleName).orElse(null),
                other.map(RunningOperation::step).orElse(Step.BEGINNING), new Explanation(
                        "Refused to " + wanted + ": " + reason, reason, other.isPresent() ? CURE : "Try again"));
    }

    /**
     * Returns whether the calling thread keeps something from being reclaimed, reclaims,
     * or runs a library's destructors.
     * @return {@code true} if it might wait for itself
     */
    public boolean mustNotWait() {
        return this.stacks.current().isPinned() || this.reclaimer.isCurrentThread() || this.libraries.isCurrentThread();
    }

    /**
     * Requires that the calling thread may wait for reclamation.
     * @param what what it wants to do, for messages
     * @throws ReentrantCallException if it might wait for itself
     */
    public void requireMayWait(String what) {
        if (mustNotWait()) {
            throw refused(what, "this thread is in a guest call or holds a guard, and would have to wait for itself");
        }
    }

    /** Returns the refusal of what this thread cannot do where it is. */
    static ReentrantCallException refused(String what, String reason) {
        return new ReentrantCallException(
                new Explanation("Refused to " + what + ": " + reason, reason, "Do it from another thread"));
    }

    /**
     * {@return whether the calling thread is in the middle of an operation}
     */
    public boolean isHeldByCurrentThread() {
        return this.lock.isHeldByCurrentThread();
    }

    /**
     * Lets nobody in any more, and waits for who is in. An interrupt does not end the
     * wait.
     * @param timeout how long to wait at most
     * @return {@code false} if somebody was in all the time
     */
    public boolean close(Duration timeout) {
        this.closed = true;
        boolean taken = tryLock(timeout);
        if (taken) {
            this.lock.unlock();
        }
        else {
            this.abandoned = true;
        }
        return taken;
    }

    /**
     * Ends an operation that was not waited for any longer, before it goes on.
     * @throws RuntimeClosedException if the runtime has been closed without it
     */
    public void requireNotAbandoned() {
        abandonment().ifPresent((failure) -> {
            throw failure;
        });
    }

    /**
     * Returns what an operation ends with that was not waited for any longer.
     * @return the exception to throw, if closing did not wait
     */
    public Optional<RuntimeClosedException> abandonment() {
        return this.abandoned ? Optional.of(closedFailure()) : Optional.empty();
    }

    /** Whoever waits learns of the end of the runtime before that of the operation. */
    private boolean tryLockWhileOpen() {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(this.longestWait);
        boolean taken = false;
        long left = TimeUnit.NANOSECONDS.convert(this.longestWait);
        while (!taken && left >= 0 && !this.closed) {
            taken = tryLock(Duration.ofNanos(Math.min(left, LOOK)));
            left = deadline - System.nanoTime();
        }
        return taken;
    }

    private boolean tryLock(Duration timeout) {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return this.lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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

    /**
     * {@return the exception that tells of a runtime that was closed}
     */
    public static RuntimeClosedException closedFailure() {
        return new RuntimeClosedException("This polyplug runtime has been closed. Build a new one");
    }

}
