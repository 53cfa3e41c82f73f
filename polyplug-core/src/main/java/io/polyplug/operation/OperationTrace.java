package io.polyplug.operation;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.polyplug.OperationKind;
import io.polyplug.RunningOperation;

/**
 * The operation that holds the life-cycle lock, and what it is doing: one within another
 * where they nest. The life-cycle lock guards changes; any thread may look.
 */
public final class OperationTrace {

    private volatile @Nullable TracedOperation current;

    private final Runnable begun;

    /**
     * Creates the trace.
     * @param begun told when an operation has begun
     */
    OperationTrace(Runnable begun) {
        this.begun = begun;
    }

    /** Begins an operation, within the one that is running. */
    void begin(OperationKind kind, @Nullable String bundleName) {
        this.current = TracedOperation.begin(kind, bundleName, Step.BEGINNING, this.current);
        this.begun.run();
    }

    /** Ends the operation that was begun last. */
    void end() {
        TracedOperation ended = this.current;
        if (ended != null) {
            this.current = ended.outer();
            ended.tellEnd();
        }
    }

    /**
     * Tells which bundle it is at.
     * @param bundleName the bundle's name, or {@code null} for several
     */
    public void about(@Nullable String bundleName) {
        TracedOperation present = this.current;
        if (present != null) {
            this.current = present.about(bundleName);
        }
    }

    /**
     * Tells what it does from now on. Without an operation it is nothing.
     * @param step what, in words
     */
    public void step(String step) {
        TracedOperation present = this.current;
        if (present != null) {
            this.current = present.at(step);
            present.tellEnd();
        }
    }

    /**
     * Does something as a step of its own, and goes back to the present one.
     * @param step what, in words
     * @param work does it
     */
    public void during(String step, Runnable work) {
        TracedOperation before = this.current;
        step(step);
        try {
            work.run();
        }
        finally {
            if (before != null) {
                step(before.step());
            }
        }
    }

    /** Returns what runs innermost. */
    Optional<RunningOperation> running() {
        return Optional.ofNullable(this.current).map(TracedOperation::describe);
    }

    /**
     * Tells of a step that takes long, once.
     * @return whether an operation is running
     */
    boolean tellIfSlow(Duration threshold) {
        TracedOperation present = this.current;
        if (present != null) {
            present.tellIfSlow(threshold);
        }
        return present != null;
    }

}
