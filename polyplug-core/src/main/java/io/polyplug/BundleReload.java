package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.SignatureException;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.loader.StagedBundle;
import io.polyplug.store.Generation;

/**
 * Replaces loaded bundles: reload and rollback. Thread-safe: the life-cycle lock
 * serialises it all.
 * <p>
 * A private copy is made and read, then {@code Preparing}, staging, publication,
 * {@code Reloaded}; or {@code Failed} from whichever step fails, with the version that
 * served still published.
 */
final class BundleReload {

    private final LifecycleLock lock;

    private final LoadedBundles bundles;

    private final BundleStaging staging;

    private final Activation activation;

    private final PhasePublisher phases;

    private final boolean enabled;

    private final Duration longestWait;

    BundleReload(LifecycleLock lock, LoadedBundles bundles, BundleStaging staging, Activation activation,
            RuntimeOptions options) {
        this.lock = lock;
        this.bundles = bundles;
        this.staging = staging;
        this.activation = activation;
        this.phases = activation.phases();
        this.enabled = options.hotReload();
        this.longestWait = options.reloadWait();
    }

    ReloadReport reload(Path path) {
        Path directory = BundleLifecycle.directoryOf(path);
        return replace(directory.toString(), () -> {
            LoadedBundle known = this.bundles.activatedFrom(directory).orElse(null);
            StagedBundle staged = copy(known, () -> this.staging.copy(directory));
            try {
                LoadedBundle bundle = this.bundles.require(staged.manifest().name());
                if (!Files.exists(path)) {
                    throw failed(bundle, new BundleLoadException(bundle.name(),
                            "bundle library not found at " + path + ". Correct the path, or build the library", null));
                }
                return new Replacement(bundle, staged);
            }
            catch (Throwable ex) {
                staged.copy().delete();
                throw ex;
            }
        });
    }

    ReloadReport reload(String name) {
        return replace(name, () -> {
            LoadedBundle bundle = this.bundles.require(name);
            return new Replacement(bundle, copy(bundle, () -> this.staging.copySourceOf(bundle.active())));
        });
    }

    ReloadReport reload(InProcessBundle next) {
        return replace(next.name(), () -> {
            LoadedBundle bundle = this.bundles.require(next.name());
            return new Replacement(bundle, copy(bundle, () -> this.staging.copy(next)));
        });
    }

    ReloadReport rollback(String name) {
        return replace(name, () -> {
            LoadedBundle bundle = this.bundles.require(name);
            LoadedGeneration previous = bundle.previous();
            if (previous == null) {
                throw new ReloadException(name, false,
                        "Bundle '" + name + "' cannot be rolled back: nothing ran before generation "
                                + bundle.active().generation().number() + ". Reload it instead",
                        null);
            }
            return new Replacement(bundle, copy(bundle, () -> this.staging.copyAgain(previous)));
        });
    }

    /**
     * Makes the copy; a failure is told as a phase if it is known which bundle it
     * concerns.
     */
    private StagedBundle copy(@Nullable LoadedBundle bundle, Supplier<StagedBundle> copy) {
        try {
            return copy.get();
        }
        catch (RuntimeException ex) {
            LoadedBundle concerned = (ex instanceof SignatureException signature && bundle == null)
                    ? this.bundles.find(signature.bundleName()) : bundle;
            throw (concerned != null) ? failed(concerned, ex) : ex;
        }
    }

    /**
     * Replaces once there is room for one more retired generation, waiting for it outside
     * of the lock.
     */
    private ReloadReport replace(String subject, Supplier<Replacement> preparation) {
        long deadline = System.nanoTime() + this.longestWait.toNanos();
        while (true) {
            if (!this.lock.enter(false)) {
                throw new ReloadException(subject, true, "reload of '" + subject + "' refused: this thread would have"
                        + " to wait for itself, for it is in a reload listener, a guest call or a guard. Reload from"
                        + " another thread", null);
            }
            String crowded;
            try {
                requireEnabled(subject);
                long started = System.nanoTime();
                Replacement replacement = preparation.get();
                if (this.activation.hasRoomFor(replacement.bundle().name())) {
                    return replace(replacement, started);
                }
                replacement.staged().copy().delete();
                crowded = replacement.bundle().name();
            }
            finally {
                this.lock.leave();
            }
            this.activation.awaitRoomFor(crowded, Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    private void requireEnabled(String subject) {
        if (!this.enabled) {
            throw new ReloadException(subject, false, "reload of '" + subject + "' refused: hot-reload is disabled."
                    + " Build the runtime with hotReload(true), or set polyplug.hot-reload.enabled=true", null);
        }
    }

    private ReloadReport replace(Replacement replacement, long started) {
        LoadedBundle bundle = replacement.bundle();
        Generation before = bundle.active().generation();
        long number = before.number() + 1;
        try {
            requireSameBundle(bundle, replacement.staged());
            this.phases.publish(new ReloadPhase.Preparing(bundle.name(), before.bundleId(), number));
            InstanceReport.beforeReload(before);
            stageAndActivate(bundle, replacement.staged());
        }
        catch (Throwable ex) {
            replacement.staged().copy().delete();
            throw failed(bundle, ex);
        }
        Version version = replacement.staged().manifest().version();
        this.phases.publish(new ReloadPhase.Reloaded(bundle.name(), before.bundleId(), number, version));
        this.activation.retireReplaced(bundle);
        return new ReloadReport(bundle.name(), before.version(), version, number,
                Duration.ofNanos(System.nanoTime() - started), List.of(), List.of());
    }

    private static void requireSameBundle(LoadedBundle bundle, StagedBundle staged) {
        if (!staged.manifest().name().equals(bundle.name())) {
            throw new BundleLoadException(bundle.name(), "its folder " + staged.source() + " now holds bundle '"
                    + staged.manifest().name() + "'. Reload from a folder of bundle '" + bundle.name() + "'", null);
        }
        String loader = bundle.active().loader().name();
        if (!staged.loader().name().equals(loader)) {
            throw new BundleLoadException(bundle.name(),
                    "it was loaded by loader '" + loader + "' and its manifest now names '" + staged.loader().name()
                            + "'. Unload it and load it again to change the loader",
                    null);
        }
        if (!staged.loader().supportsReload()) {
            throw new BundleLoadException(bundle.name(),
                    "loader '" + loader + "' does not support hot-reload. Unload" + " the bundle and load it again",
                    null);
        }
    }

    private void stageAndActivate(LoadedBundle bundle, StagedBundle staged) {
        LoadedGeneration next = this.staging.stage(staged, bundle.active());
        try {
            requireNothingNeededIsDropped(bundle, next);
        }
        catch (Throwable ex) {
            next.close();
            throw ex;
        }
        this.activation.activate(next, bundle);
    }

    private void requireNothingNeededIsDropped(LoadedBundle bundle, LoadedGeneration next) {
        List<String> dependents = this.bundles.dependentsOnDropped(bundle, next);
        if (!dependents.isEmpty()) {
            throw new BundleLoadException(bundle.name(), "the new version drops a contract that only it provides and"
                    + " bundles " + dependents + " depend on. Provide it, or unload them first", null);
        }
    }

    /** Tells that an attempt failed, and makes the exception to throw after that. */
    private ReloadException failed(LoadedBundle bundle, Throwable cause) {
        Generation serving = bundle.active().generation();
        String reason = String.valueOf(cause.getMessage());
        ReloadException failure = new ReloadException(bundle.name(), false,
                "reload failed for bundle '" + bundle.name() + "': " + reason + (reason.endsWith(".") ? "" : ".")
                        + " Version " + serving.version() + " (generation " + serving.number() + ") goes on serving",
                cause);
        this.phases
            .publish(new ReloadPhase.Failed(bundle.name(), serving.bundleId(), serving.number() + 1, reason, failure));
        return failure;
    }

    /**
     * A loaded bundle and the copy that is to take its place.
     *
     * @param bundle the loaded bundle
     * @param staged the copy
     */
    private record Replacement(LoadedBundle bundle, StagedBundle staged) {
    }

}
