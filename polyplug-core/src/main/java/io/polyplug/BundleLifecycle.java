package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.BundleScanner;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.ReloadException;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.loader.StagedBundle;
import io.polyplug.store.Generation;

/**
 * Loads, reloads, rolls back and unloads bundles. Thread-safe: the life-cycle lock
 * serialises it all.
 */
final class BundleLifecycle {

    /**
     * How long a reload waits while too many generations of its bundle are retired and
     * held by calls.
     */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final LifecycleLock lock;

    private final LoadedBundles bundles;

    private final BundleStaging staging;

    private final Activation activation;

    private final PhasePublisher phases;

    private final boolean hotReload;

    /**
     * Names that are being loaded, for a bundle may load another while it initialises.
     * Guarded by the lock.
     */
    private final List<String> loading = new ArrayList<>();

    BundleLifecycle(LifecycleLock lock, LoadedBundles bundles, BundleStaging staging, Activation activation,
            RuntimeOptions options) {
        this.lock = lock;
        this.bundles = bundles;
        this.staging = staging;
        this.activation = activation;
        this.phases = activation.phases();
        this.hotReload = options.hotReload();
    }

    BundleInfo load(Path path) {
        enter("load a bundle", true);
        try {
            return this.activation.describe(loadLocked(directoryOf(path)));
        }
        finally {
            this.lock.leave();
        }
    }

    private LoadedBundle loadLocked(Path directory) {
        StagedBundle staged = this.staging.copy(directory);
        String name = staged.manifest().name();
        try {
            LoadedBundle present = this.bundles.find(name);
            if (present != null || this.loading.contains(name)) {
                throw new BundleLoadException(name,
                        "Bundle '" + name + "' is already loaded"
                                + ((present != null) ? " from " + present.active().source() : "")
                                + ". Reload it, or unload it first",
                        null);
            }
            this.loading.add(name);
            try {
                return this.activation.activate(this.staging.stage(staged, null), null);
            }
            finally {
                this.loading.remove(name);
            }
        }
        catch (Throwable ex) {
            discard(staged);
            throw ex;
        }
    }

    private void discard(StagedBundle staged) {
        staged.copy().delete();
    }

    List<BundleInfo> loadAll(Path parent) {
        enter("load bundles", true);
        List<LoadedBundle> loaded = new ArrayList<>();
        try {
            for (Path directory : this.staging.inOrderOfNames(BundleScanner.bundlesIn(parent.toAbsolutePath()))) {
                loaded.add(loadLocked(directory));
            }
            return loaded.stream().map(this.activation::describe).toList();
        }
        catch (Throwable ex) {
            for (int i = loaded.size() - 1; i >= 0; i--) {
                this.activation.withdraw(loaded.get(i));
            }
            throw ex;
        }
        finally {
            this.lock.leave();
        }
    }

    ReloadReport reload(Path path) {
        Path directory = directoryOf(path);
        return replace(() -> {
            LoadedBundle known = this.bundles.activatedFrom(directory).orElse(null);
            StagedBundle staged = (known != null) ? reporting(known, () -> this.staging.copy(directory))
                    : this.staging.copy(directory);
            try {
                if (!Files.exists(path)) {
                    LoadedBundle bundle = this.bundles.require(staged.manifest().name());
                    throw reporting(bundle, () -> notFound(bundle, path));
                }
                return new Replacement(this.bundles.require(staged.manifest().name()), staged);
            }
            catch (Throwable ex) {
                discard(staged);
                throw ex;
            }
        });
    }

    ReloadReport reload(String name) {
        return replace(() -> {
            LoadedBundle bundle = this.bundles.require(name);
            StagedBundle staged = reporting(bundle, () -> this.staging.copy(bundle.active().source()));
            return new Replacement(bundle, staged);
        });
    }

    ReloadReport rollback(String name) {
        return replace(() -> {
            LoadedBundle bundle = this.bundles.require(name);
            LoadedGeneration previous = bundle.previous();
            if (previous == null) {
                throw new ReloadException(name, false,
                        "Bundle '" + name + "' cannot be rolled back: nothing ran before generation "
                                + bundle.active().generation().number() + ". Reload it instead",
                        null);
            }
            return new Replacement(bundle, reporting(bundle, () -> this.staging.copyAgain(previous)));
        });
    }

    /**
     * Runs a replacement once there is room for one more retired generation, waiting for
     * it outside the lock.
     */
    private ReloadReport replace(Supplier<Replacement> preparation) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            if (!this.lock.enter(false)) {
                throw new ReloadException("", true, "A reload was refused: this thread would have to wait for itself,"
                        + " for it is in a reload listener, a guest call or a guard. Reload from another thread", null);
            }
            String crowded;
            try {
                requireHotReload();
                long started = System.nanoTime();
                Replacement replacement = preparation.get();
                if (this.activation.hasRoomFor(replacement.bundle().name())) {
                    return replace(replacement, started);
                }
                discard(replacement.staged());
                crowded = replacement.bundle().name();
            }
            finally {
                this.lock.leave();
            }
            this.activation.awaitRoomFor(crowded, Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    private void requireHotReload() {
        if (!this.hotReload) {
            throw new ReloadException("", false, "hot-reload is disabled: no bundle of this runtime can be replaced."
                    + " Build it with hotReload(true), or set polyplug.hot-reload.enabled=true", null);
        }
    }

    private ReloadReport replace(Replacement replacement, long started) {
        LoadedBundle bundle = replacement.bundle();
        Generation before = bundle.active().generation();
        long number = before.number() + 1;
        try {
            requireSameBundle(bundle, replacement.staged());
            this.phases.publish(new ReloadPhase.Preparing(bundle.name(), before.bundleId(), number));
            LoadedGeneration next = this.staging.stage(replacement.staged(), bundle.active());
            try {
                requireNothingNeededIsDropped(bundle, next);
                this.activation.activate(next, bundle);
            }
            catch (Throwable ex) {
                next.close();
                throw ex;
            }
        }
        catch (Throwable ex) {
            discard(replacement.staged());
            throw failed(bundle, ex);
        }
        Version version = replacement.staged().manifest().version();
        this.phases.publish(new ReloadPhase.Reloaded(bundle.name(), before.bundleId(), number, version));
        return new ReloadReport(bundle.name(), before.version(), version, number,
                Duration.ofNanos(System.nanoTime() - started), List.of(), List.of());
    }

    private static void requireSameBundle(LoadedBundle bundle, StagedBundle staged) {
        if (!staged.manifest().name().equals(bundle.name())) {
            throw new BundleLoadException(bundle.name(), "its folder " + staged.source() + " now holds bundle '"
                    + staged.manifest().name() + "'. Reload from a folder of bundle '" + bundle.name() + "'", null);
        }
    }

    private void requireNothingNeededIsDropped(LoadedBundle bundle, LoadedGeneration next) {
        List<String> dependents = this.bundles.dependentsOnDropped(bundle, next);
        if (!dependents.isEmpty()) {
            throw new BundleLoadException(bundle.name(), "the new version drops a contract that only it provides and"
                    + " bundles " + dependents + " depend on. Provide it, or unload them first", null);
        }
    }

    private <T> T reporting(LoadedBundle bundle, Supplier<T> work) {
        try {
            return work.get();
        }
        catch (PolyplugException ex) {
            throw failed(bundle, ex);
        }
    }

    private static ReloadException notFound(LoadedBundle bundle, Path path) {
        throw new BundleLoadException(bundle.name(),
                "bundle library not found at " + path + ". Correct the path, or build the library", null);
    }

    /** Tells that an attempt failed, and makes the exception to throw after that. */
    private ReloadException failed(LoadedBundle bundle, Throwable cause) {
        Generation serving = bundle.active().generation();
        String reason = String.valueOf(cause.getMessage());
        ReloadException failure = new ReloadException(bundle.name(), false,
                "reload failed for bundle '" + bundle.name() + "': " + reason + ". Version " + serving.version()
                        + " (generation " + serving.number() + ") goes on serving",
                cause);
        this.phases
            .publish(new ReloadPhase.Failed(bundle.name(), serving.bundleId(), serving.number() + 1, reason, failure));
        return failure;
    }

    void unload(String name) {
        enter("unload a bundle", false);
        try {
            unloadLocked(this.bundles.require(name));
        }
        finally {
            this.lock.leave();
        }
    }

    private void unloadLocked(LoadedBundle bundle) {
        List<String> dependents = this.bundles.dependentsOn(bundle);
        if (!dependents.isEmpty()) {
            throw new DependencyInUseException(bundle.name(), dependents,
                    "cannot unload bundle '" + bundle.name() + "': bundles " + dependents
                            + " depend on contracts that only it provides. Unload them first, or" + " cascade",
                    null);
        }
        Generation generation = bundle.active().generation();
        this.phases.publish(new ReloadPhase.Unloading(bundle.name(), generation.bundleId(), generation.number()));
        this.activation.withdraw(bundle);
    }

    List<String> unloadCascade(String name) {
        enter("unload bundles", false);
        try {
            List<String> gone = new ArrayList<>();
            unloadWithDependents(this.bundles.require(name), new ArrayList<>(), gone);
            return gone;
        }
        finally {
            this.lock.leave();
        }
    }

    private void unloadWithDependents(LoadedBundle bundle, List<String> visited, List<String> gone) {
        visited.add(bundle.name());
        for (String dependent : this.bundles.dependentsOn(bundle)) {
            LoadedBundle found = this.bundles.find(dependent);
            if (found != null && !visited.contains(dependent)) {
                unloadWithDependents(found, visited, gone);
            }
        }
        Generation generation = bundle.active().generation();
        this.phases.publish(new ReloadPhase.Unloading(bundle.name(), generation.bundleId(), generation.number()));
        this.activation.withdraw(bundle);
        gone.add(bundle.name());
    }

    private void enter(String what, boolean mayNest) {
        if (!this.lock.enter(mayNest)) {
            throw new ReentrantCallException("Refused to " + what + ": this thread would have to wait for itself, for"
                    + " it is in a listener, a guest call or a guard. Do it from another thread", null);
        }
    }

    private static Path directoryOf(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return (Files.isDirectory(absolute) || parent == null) ? absolute : parent;
    }

    /** A loaded bundle and the copy that is to take its place. */
    private record Replacement(LoadedBundle bundle, StagedBundle staged) {
    }

}
