package io.polyplug.operation;

import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.polyplug.OperationKind;
import io.polyplug.error.Explanation;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.RuntimeClosedException;

/**
 * Begins operations on bundles: one at a time, and what one may ask for within another.
 * Thread-safe; what is said of a bundle or of a step, only within an operation.
 */
public final class Operations {

    /** What is done to a bundle. */
    public static final String LOADED = "being loaded";

    /** What is done to a bundle. */
    public static final String RELOADED = "being reloaded";

    /** What is done to a bundle. */
    public static final String UNLOADED = "being unloaded";

    private static final String BUSY = " by an operation that this thread is in the middle of";

    private final LifecycleLock lock;

    private final OperationWatch watch;

    private final InProgress inProgress = new InProgress();

    /**
     * Creates it.
     * @param lock serialises the operations
     * @param watch told what each is doing
     */
    public Operations(LifecycleLock lock, OperationWatch watch) {
        this.lock = lock;
        this.watch = watch;
    }

    /**
     * Begins an operation, unless this thread would have to wait for itself, or a bundle
     * asks for it while it is verified: a dry run changes nothing.
     * @param kind what it does
     * @param bundleName which bundle it is about, if that is known
     * @param wanted the same in words, for messages
     * @return the operation, to be closed
     * @throws ReentrantCallException in these cases
     * @throws io.polyplug.error.LifecycleBusyException if another one kept it waiting for
     * too long
     */
    public Operation begin(OperationKind kind, @Nullable String bundleName, String wanted) {
        Operation operation = begin(kind, bundleName, wanted, (reason) -> LifecycleLock.refused(wanted, reason));
        if (this.inProgress.isDryRun()) {
            operation.close();
            throw LifecycleLock.refused(wanted, Operation.VERIFYING);
        }
        return operation;
    }

    /**
     * Begins an operation, unless this thread would have to wait for itself.
     * @param kind what it does
     * @param bundleName which bundle it is about, if that is known
     * @param wanted the same in words, for messages
     * @param refusal makes the exception to throw in that case from the reason
     * @return the operation, to be closed
     * @throws io.polyplug.error.LifecycleBusyException if another one kept it waiting for
     * too long
     */
    public Operation begin(OperationKind kind, @Nullable String bundleName, String wanted,
            Function<String, ? extends RuntimeException> refusal) {
        // Before the lock is taken: whoever cannot begin keeps nobody out.
        Operation operation = new Operation(this.inProgress, this.lock::leave);
        if (!this.lock.enter(kind, bundleName, wanted)) {
            throw refusal.apply(LifecycleLock.WOULD_WAIT);
        }
        return operation;
    }

    /**
     * Begins an operation within the one that is running, which has the lock.
     * @param kind what it does
     * @param bundleName which bundle it is about
     * @return the operation, to be closed
     */
    public Operation beginWithin(OperationKind kind, String bundleName) {
        Operation operation = new Operation(this.inProgress, trace()::end);
        trace().begin(kind, bundleName);
        return operation;
    }

    /**
     * Tells that a bundle is worked on.
     * @param bundleName the bundle
     * @param what what is done to it, such as {@link #LOADED}
     */
    public void workOn(String bundleName, String what) {
        this.inProgress.begin(bundleName, what);
    }

    /**
     * Tells that a bundle is not worked on any more.
     * @param bundleName the bundle
     */
    public void leave(String bundleName) {
        this.inProgress.end(bundleName);
    }

    /**
     * Returns whether something is being done to a bundle.
     * @param bundleName the bundle
     * @param what what is done, such as {@link #UNLOADED}
     * @return {@code true} if this thread is in the middle of that
     */
    public boolean isAtWork(String bundleName, String what) {
        return what.equals(this.inProgress.of(bundleName));
    }

    /**
     * Returns why a bundle cannot be worked on now.
     * @param bundleName the bundle
     * @return what stands behind its name, or nothing if nothing is being done to it
     */
    public Optional<String> busy(String bundleName) {
        return Optional.ofNullable(this.inProgress.of(bundleName)).map((present) -> " is " + present + BUSY);
    }

    /**
     * Refuses an operation on a bundle that is worked on.
     * @param bundleName the bundle
     * @param wanted what was to be done to it, for messages
     * @throws ReentrantCallException if it is
     */
    public void requireIdle(String bundleName, String wanted) {
        requireIdle(bundleName, wanted, "it");
    }

    /**
     * Refuses an operation on a bundle that is worked on.
     * @param bundleName the bundle
     * @param wanted what was to be done to it, for messages
     * @param subject what the reason calls the bundle
     * @throws ReentrantCallException if it is
     */
    public void requireIdle(String bundleName, String wanted, String subject) {
        busy(bundleName).ifPresent((reason) -> {
            throw new ReentrantCallException(
                    new Explanation("Refused to " + wanted + " bundle '" + bundleName + "': it" + reason,
                            subject + reason, "Do it after that, or from another thread"));
        });
    }

    /**
     * {@return what tells the steps of the operation that is running}
     */
    public OperationTrace trace() {
        return this.watch.trace();
    }

    /**
     * {@return what watches operations and reclamations}
     */
    public OperationWatch watch() {
        return this.watch;
    }

    /**
     * {@return whether the calling thread may wait for others: it is in no call, guard or
     * operation}
     */
    public boolean mayWait() {
        return !this.lock.mustNotWait() && !this.lock.isHeldByCurrentThread();
    }

    /**
     * Requires that the calling thread may wait for reclamation.
     * @param what what it wants to do, for messages
     * @throws ReentrantCallException if it might wait for itself
     */
    public void requireMayWait(String what) {
        this.lock.requireMayWait(what);
    }

    /**
     * Ends an operation that was not waited for any longer, before it goes on.
     * @throws RuntimeClosedException if the runtime has been closed without it
     */
    public void requireNotAbandoned() {
        this.lock.requireNotAbandoned();
    }

    /**
     * Returns what an operation ends with that was not waited for any longer.
     * @return the exception to throw, if closing did not wait
     */
    public Optional<RuntimeClosedException> abandonment() {
        return this.lock.abandonment();
    }

}
