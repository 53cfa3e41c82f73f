package io.polyplug;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * The operation that holds the life-cycle lock, and what it is doing: one within another
 * where they nest. The life-cycle lock guards changes; any thread may look.
 */
final class OperationTrace {

    private volatile @Nullable Entry current;

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
        long now = System.nanoTime();
        this.current = new Entry(kind, bundleName, Step.BEGINNING, Thread.currentThread().getName(), now, now,
                new AtomicBoolean(), this.current);
        this.begun.run();
    }

    /** Ends the operation that was begun last. */
    void end() {
        Entry ended = this.current;
        if (ended != null) {
            tellEnd(ended);
            this.current = ended.outer();
        }
    }

    /** Tells which bundle it is at. */
    void about(@Nullable String bundleName) {
        Entry present = this.current;
        if (present != null) {
            this.current = present.about(bundleName);
        }
    }

    /** Tells what it does from now on. Without an operation it is nothing. */
    void step(String step) {
        Entry present = this.current;
        if (present != null) {
            tellEnd(present);
            this.current = present.at(step);
        }
    }

    /** Does something as a step of its own, and goes back to the present one. */
    void during(String step, Runnable work) {
        Entry before = this.current;
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

    private static void tellEnd(Entry entry) {
        if (entry.told().get()) {
            LifecycleLog.wentOn(entry.describe());
        }
    }

    /** Returns what runs innermost. */
    Optional<RunningOperation> running() {
        return Optional.ofNullable(this.current).map(Entry::describe);
    }

    /**
     * Tells of a step that takes long, once.
     * @return whether an operation is running
     */
    boolean tellIfSlow(Duration threshold) {
        Entry present = this.current;
        if (present != null) {
            RunningOperation operation = present.describe();
            if (operation.stepAge().compareTo(threshold) >= 0 && present.told().compareAndSet(false, true)) {
                LifecycleLog.slow(operation);
            }
        }
        return present != null;
    }

    /**
     * One operation at one step.
     *
     * @param told whether it was told that the step takes long
     * @param outer what it runs within, or {@code null}
     */
    private record Entry(OperationKind kind, @Nullable String bundleName, String step, String thread, long begun,
            long stepBegun, AtomicBoolean told, @Nullable Entry outer) {

        Entry about(@Nullable String name) {
            return new Entry(this.kind, name, this.step, this.thread, this.begun, this.stepBegun, this.told,
                    this.outer);
        }

        Entry at(String next) {
            return new Entry(this.kind, this.bundleName, next, this.thread, this.begun, System.nanoTime(),
                    new AtomicBoolean(), this.outer);
        }

        RunningOperation describe() {
            long now = System.nanoTime();
            return new RunningOperation(this.kind, Optional.ofNullable(this.bundleName), this.step, this.thread,
                    Duration.ofNanos(now - this.begun), Duration.ofNanos(now - this.stepBegun));
        }

    }

}
