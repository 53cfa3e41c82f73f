package io.polyplug.replacement;

import java.time.Duration;
import java.util.List;

import io.polyplug.ReloadPhase;
import io.polyplug.ReloadReport;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.operation.Change;
import io.polyplug.operation.Operations;
import io.polyplug.publication.InstanceReport;
import io.polyplug.publication.LifecycleLog;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.Phases;
import io.polyplug.store.Generation;

/**
 * One attempt to replace a loaded bundle: marks it as worked on, and tells what becomes
 * of it (docs/behaviour.md 13.3). The life-cycle lock guards it.
 */
public final class Attempt {

    private final Change change;

    private final LoadedBundle bundle;

    private final long started;

    private final Operations operations;

    private final Phases phases;

    private long number;

    /**
     * Creates it.
     * @param change what to call it
     * @param bundle the bundle as it is loaded
     * @param started when the work began, in nanoseconds
     * @param operations told that the bundle is worked on
     * @param phases told what becomes of it
     */
    Attempt(Change change, LoadedBundle bundle, long started, Operations operations, Phases phases) {
        this.change = change;
        this.bundle = bundle;
        this.started = started;
        this.operations = operations;
        this.phases = phases;
        this.number = bundle.generation().number() + 1;
    }

    /** Notes which activation is attempted. */
    void makes(long next) {
        this.number = next;
    }

    LoadedBundle bundle() {
        return this.bundle;
    }

    Change change() {
        return this.change;
    }

    void requireIdle() {
        this.operations.requireIdle(this.bundle.name(), "reload");
    }

    void begin() {
        this.operations.workOn(this.bundle.name(), Operations.RELOADED);
    }

    void end() {
        this.operations.leave(this.bundle.name());
    }

    void prepare() {
        Generation serving = this.bundle.generation();
        this.phases.tell(new ReloadPhase.Preparing(this.bundle.name(), serving.bundleId(), this.number,
                serving.number(), this.change.kind()));
        InstanceReport.beforeReload(serving);
    }

    /**
     * Tells that the bundle was replaced.
     * @param now the bundle as it is loaded now
     * @param cascaded reports of the dependents that were reloaded along
     * @param failures a sentence for each whose reload failed
     */
    ReloadReport reloaded(LoadedBundle now, List<ReloadReport> cascaded, List<String> failures) {
        Generation before = this.bundle.generation();
        Generation next = now.generation();
        Duration duration = since(this.started);
        LifecycleLog.replaced(this.change, this.bundle.active(), now.active(), duration.toNanos());
        this.phases.tell(new ReloadPhase.Reloaded(this.bundle.name(), before.bundleId(), next.number(), next.version(),
                before.number(), duration, this.change.kind()));
        return new ReloadReport(this.bundle.name(), before.version(), next.version(), next.number(), duration, cascaded,
                failures, this.change.kind());
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /**
     * Tells that it failed, and makes the exception to throw after that. Where closing
     * did not wait for it nothing serves any more, and nobody is told anything.
     * @param cause why
     */
    PolyplugException failed(Throwable cause) {
        RuntimeClosedException closed = this.operations.abandonment().orElse(null);
        if (closed != null) {
            return closed;
        }
        Generation serving = this.bundle.generation();
        ReloadException failure = failure(this.change, this.bundle, cause);
        this.phases.tell(new ReloadPhase.Failed(this.bundle.name(), serving.bundleId(), this.number,
                why(cause).advice(), failure, serving.number(), since(this.started), this.change.kind()));
        return failure;
    }

    /**
     * Tells that an attempt failed that no listener hears of.
     * @param change what was attempted
     * @param bundle the bundle as it is loaded
     * @param cause why
     * @return the exception to throw
     */
    public static ReloadException failure(Change change, LoadedBundle bundle, Throwable cause) {
        Generation serving = bundle.generation();
        LifecycleLog.failedToReplace(change, serving, why(cause));
        return change.failed(serving, why(cause), cause);
    }

    private static Explanation why(Throwable cause) {
        return (cause instanceof PolyplugException refusal) ? refusal.explanation() : Explanation.of(cause.toString());
    }

    /** Tells the refusal of an attempt that had not begun, and returns the exception. */
    static ReloadException refused(Change change, String bundleName, boolean reentrant, String reason, String cure) {
        ReloadException refusal = change.refused(bundleName, reentrant, reason, cure);
        LifecycleLog.refusedToReplace(change, bundleName, refusal.explanation());
        return refusal;
    }

}
