package io.polyplug.operation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.polyplug.OperationKind;
import io.polyplug.RunningOperation;

/**
 * One operation at one step. Immutable, but for whether it was told that the step takes
 * long.
 *
 * @param kind what it does
 * @param bundleName the bundle that it is at, if one is known
 * @param step what it is doing
 * @param thread the name of the thread that asked for it
 * @param begun when it began, in nanoseconds
 * @param stepBegun when the step began
 * @param told whether it was told that the step takes long
 * @param outer what it runs within, or {@code null}
 */
record TracedOperation(OperationKind kind, @Nullable String bundleName, String step, String thread, long begun,
        long stepBegun, AtomicBoolean told, @Nullable TracedOperation outer) {

    static TracedOperation begin(OperationKind kind, @Nullable String bundleName, String step,
            @Nullable TracedOperation outer) {
        long now = System.nanoTime();
        return new TracedOperation(kind, bundleName, step, Thread.currentThread().getName(), now, now,
                new AtomicBoolean(), outer);
    }

    TracedOperation about(@Nullable String name) {
        return new TracedOperation(this.kind, name, this.step, this.thread, this.begun, this.stepBegun, this.told,
                this.outer);
    }

    /** Goes on to another step. Who does so has this one tell its end. */
    TracedOperation at(String next) {
        return new TracedOperation(this.kind, this.bundleName, next, this.thread, this.begun, System.nanoTime(),
                new AtomicBoolean(), this.outer);
    }

    void tellIfSlow(Duration threshold) {
        RunningOperation operation = describe();
        if (operation.stepAge().compareTo(threshold) >= 0 && this.told.compareAndSet(false, true)) {
            OperationLog.slow(operation);
        }
    }

    /** What was told to hang goes on: that is told as well. */
    void tellEnd() {
        if (this.told.get()) {
            OperationLog.wentOn(describe());
        }
    }

    RunningOperation describe() {
        long now = System.nanoTime();
        return new RunningOperation(this.kind, Optional.ofNullable(this.bundleName), this.step, this.thread,
                Duration.ofNanos(now - this.begun), Duration.ofNanos(now - this.stepBegun));
    }

}
