package io.polyplug;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.polyplug.bundle.Violations;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.loader.StagedBundle;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;

/**
 * What happens to a loaded bundle between {@code Preparing} and {@code Reloaded}, and to
 * those that want to be reloaded after it (docs/behaviour.md 13.2, 13.6). The life-cycle
 * lock guards it.
 * <p>
 * {@code Preparing}, staging, publication, the dependents one after another each with
 * phases of its own, {@code Reloaded}, retiring; or {@code Failed} from whichever step
 * before publication fails, with the version that served still published. A dependent
 * that fails keeps its version and changes nothing for the others.
 */
final class BundleReplacement {

    private final LoadedBundles bundles;

    private final BundleStaging staging;

    private final Activation activation;

    private final InProgress inProgress;

    private final OperationTrace trace;

    private final Compatibility compatibility;

    BundleReplacement(LoadedBundles bundles, BundleStaging staging, Activation activation, InProgress inProgress,
            OperationTrace trace) {
        this.bundles = bundles;
        this.inProgress = inProgress;
        this.staging = staging;
        this.activation = activation;
        this.compatibility = staging.compatibility();
        this.trace = trace;
    }

    /**
     * Replaces a bundle.
     * @param change what to call it
     * @param bundle the bundle as it is loaded
     * @param staged the copy that is to take its place; deleted if it does not
     * @param started when the work began, in nanoseconds
     * @throws ReloadException if it cannot serve; told as {@code Failed} by then
     */
    ReloadReport replace(Change change, LoadedBundle bundle, StagedBundle staged, long started) {
        return replace(change, bundle, staged, started, new HashSet<>());
    }

    private ReloadReport replace(Change change, LoadedBundle bundle, StagedBundle staged, long started,
            Set<String> visited) {
        visited.add(bundle.name());
        Generation before = bundle.active().generation();
        Cascade cascade = new Cascade(bundle.name(), visited);
        LoadedGeneration next;
        this.inProgress.begin(bundle.name(), InProgress.RELOADED);
        try {
            requireSameBundle(bundle, staged);
            this.activation.tell(new ReloadPhase.Preparing(bundle.name(), before.bundleId(), before.number() + 1,
                    before.number(), change.kind()));
            InstanceReport.beforeReload(before);
            next = stageAndActivate(bundle, staged);
        }
        catch (Throwable ex) {
            this.inProgress.end(bundle.name());
            staged.copy().delete();
            throw ended(change, bundle, ex, started);
        }
        try {
            cascade.run(before, next.generation());
        }
        finally {
            this.inProgress.end(bundle.name());
        }
        Duration duration = since(started);
        LifecycleLog.replaced(change, bundle.active(), next, duration.toNanos());
        Version version = next.generation().version();
        long number = next.generation().number();
        this.activation.tell(new ReloadPhase.Reloaded(bundle.name(), before.bundleId(), number, version,
                before.number(), duration, change.kind()));
        this.activation.retireReplaced(bundle);
        return new ReloadReport(bundle.name(), before.version(), version, number, duration, cascade.reports,
                cascade.failures, change.kind());
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    static void requireSameBundle(LoadedBundle bundle, StagedBundle staged) {
        if (!staged.manifest().name().equals(bundle.name())) {
            throw new BundleLoadException(bundle.name(),
                    "its folder " + staged.source() + " now holds bundle '" + staged.manifest().name() + "'",
                    "Reload it from a folder that holds it", null);
        }
        String loader = bundle.active().loader().name();
        if (!staged.loader().name().equals(loader)) {
            throw new BundleLoadException(bundle.name(), "it was loaded by loader '" + loader
                    + "' and its manifest now names '" + staged.loader().name() + "'",
                    "Unload it and load it again to change the loader", null);
        }
        if (!staged.loader().supportsReload()) {
            throw new BundleLoadException(bundle.name(), "its loader '" + loader + "' does not support hot-reload",
                    "Unload it and load it again", null);
        }
    }

    private LoadedGeneration stageAndActivate(LoadedBundle bundle, StagedBundle staged) {
        LoadedGeneration next = this.staging.stage(staged, bundle.active());
        try {
            requireNothingNeededIsLost(bundle, next.generation());
        }
        catch (Throwable ex) {
            this.staging.discard(next);
            throw ex;
        }
        this.activation.activate(next, bundle);
        return next;
    }

    /** What other bundles need of a bundle, its replacement has to provide. */
    void requireNothingNeededIsLost(LoadedBundle bundle, Generation next) {
        Map<String, Manifest.Dependency> losses = this.bundles.losses(bundle, next.interfaces());
        if (!losses.isEmpty()) {
            String loss = " drops a contract, or a minor version of it, that only it provides: " + losses.entrySet()
                .stream()
                .map((each) -> "bundle '" + each.getKey() + "' depends on " + each.getValue())
                .collect(Collectors.joining(", "));
            Violations.settle(this.compatibility,
                    new BundleLoadException(bundle.name(),
                            new Explanation("the new version of bundle '" + bundle.name() + "'" + loss,
                                    "the new version" + loss, "Provide it, or unload them first"),
                            null));
        }
    }

    /** From where it is now; without ever waiting, for the lock is held. */
    private ReloadReport reload(Change change, LoadedBundle bundle, Set<String> visited) {
        this.trace.begin(OperationKind.RELOAD, bundle.name());
        try {
            return reloadTraced(change, bundle, visited);
        }
        finally {
            this.trace.end();
        }
    }

    private ReloadReport reloadTraced(Change change, LoadedBundle bundle, Set<String> visited) {
        long started = System.nanoTime();
        visited.add(bundle.name());
        StagedBundle staged;
        try {
            this.inProgress.requireIdle(bundle.name(), "reload");
            this.activation.requireRoomFor(bundle.name());
            staged = this.staging.copySourceOf(bundle.active());
        }
        catch (Throwable ex) {
            throw ended(change, bundle, ex, started);
        }
        return replace(change, bundle, staged, started, visited);
    }

    /**
     * Tells that an attempt failed, and makes the exception to throw after that.
     * @param change what to call it
     * @param bundle the bundle as it is loaded
     * @param cause why
     * @param started when the work began, in nanoseconds
     */
    ReloadException failed(Change change, LoadedBundle bundle, Throwable cause, long started) {
        Generation serving = bundle.active().generation();
        Explanation why = why(cause);
        ReloadException failure = failure(change, bundle, cause);
        this.activation.tell(new ReloadPhase.Failed(bundle.name(), serving.bundleId(), serving.number() + 1,
                why.advice(), failure, serving.number(), since(started), change.kind()));
        return failure;
    }

    /**
     * Does the same, unless closing did not wait for the attempt: then nothing serves any
     * more, and nobody is told anything.
     */
    PolyplugException ended(Change change, LoadedBundle bundle, Throwable cause, long started) {
        RuntimeClosedException closed = this.activation.abandonment().orElse(null);
        return (closed != null) ? closed : failed(change, bundle, cause, started);
    }

    /** Tells that an attempt failed that no listener hears of. */
    static ReloadException failure(Change change, LoadedBundle bundle, Throwable cause) {
        Generation serving = bundle.active().generation();
        LifecycleLog.failedToReplace(change, serving, why(cause));
        return change.failed(serving, why(cause), cause);
    }

    private static Explanation why(Throwable cause) {
        return (cause instanceof PolyplugException refusal) ? refusal.explanation() : Explanation.of(cause.toString());
    }

    /**
     * The reloads that follow from one: of those that declare a contract of the bundle,
     * one that was dropped included, and ask for it, in the order of their names, each
     * once.
     */
    private final class Cascade {

        private final String trigger;

        private final Set<String> visited;

        private final List<ReloadReport> reports = new ArrayList<>();

        private final List<String> failures = new ArrayList<>();

        Cascade(String trigger, Set<String> visited) {
            this.trigger = trigger;
            this.visited = visited;
        }

        /** Nothing that happens to dependents fails the bundle they depend on. */
        void run(Generation before, Generation next) {
            List<GuestInterface> changed = new ArrayList<>(before.interfaces());
            changed.addAll(next.interfaces());
            for (String name : BundleReplacement.this.bundles.reinitializedAfter(changed)) {
                LoadedBundle dependent = BundleReplacement.this.bundles.find(name);
                if (dependent != null && !this.visited.contains(name)) {
                    attempt(dependent);
                }
            }
        }

        private void attempt(LoadedBundle dependent) {
            try {
                ReloadReport report = reload(Change.after(this.trigger), dependent, this.visited);
                this.reports.add(report);
                this.failures.addAll(report.cascadeFailures());
            }
            catch (ReloadException | RuntimeClosedException ex) {
                this.failures.add(String.valueOf(ex.getMessage()));
            }
        }

    }

}
