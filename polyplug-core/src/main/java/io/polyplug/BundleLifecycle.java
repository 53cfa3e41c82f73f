package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.bundle.BundleScanner;
import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.loader.StagedBundle;
import io.polyplug.store.Generation;

/**
 * Loads and unloads bundles. Thread-safe: the life-cycle lock serialises it all.
 */
final class BundleLifecycle {

    private final LifecycleLock lock;

    private final LoadedBundles bundles;

    private final BundleStaging staging;

    private final Activation activation;

    private final PhasePublisher phases;

    /**
     * Names that are being loaded, for a bundle may load another while it initialises.
     * Guarded by the lock.
     */
    private final List<String> loading = new ArrayList<>();

    BundleLifecycle(LifecycleLock lock, LoadedBundles bundles, BundleStaging staging, Activation activation) {
        this.lock = lock;
        this.bundles = bundles;
        this.staging = staging;
        this.activation = activation;
        this.phases = activation.phases();
    }

    BundleInfo load(Path path) {
        enter("load a bundle", true);
        try {
            return this.activation.describe(loadLocked(this.staging.copy(directoryOf(path))));
        }
        finally {
            this.lock.leave();
        }
    }

    BundleInfo load(InProcessBundle bundle) {
        enter("load a bundle", true);
        try {
            return this.activation.describe(loadLocked(this.staging.copy(bundle)));
        }
        finally {
            this.lock.leave();
        }
    }

    private LoadedBundle loadLocked(StagedBundle staged) {
        String name = staged.manifest().name();
        try {
            LoadedBundle present = this.bundles.find(name);
            if (present != null || this.loading.contains(name)) {
                throw new BundleLoadException(name, "Bundle '" + name + "' is already loaded"
                        + ((present != null) ? origin(present.active()) : "") + ". Reload it, or unload it first",
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

    private static String origin(LoadedGeneration active) {
        return active.loader().readsFolder() ? " from " + active.source() : " as an in-process bundle";
    }

    private void discard(StagedBundle staged) {
        staged.copy().delete();
    }

    List<BundleInfo> loadAll(Path parent) {
        enter("load bundles", true);
        List<LoadedBundle> loaded = new ArrayList<>();
        try {
            for (Path directory : this.staging.inOrderOfNames(BundleScanner.bundlesIn(parent.toAbsolutePath()))) {
                loaded.add(loadLocked(this.staging.copy(directory)));
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

    /**
     * Returns the bundle's folder for a path to it or to a file in it. What does not
     * exist counts as a file if a bundle is around it, otherwise as the folder.
     */
    static Path directoryOf(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        boolean isFile = Files.isRegularFile(absolute)
                || (Files.notExists(absolute) && parent != null && Files.exists(parent.resolve(Manifest.FILE_NAME)));
        return (isFile && parent != null) ? parent : absolute;
    }

}
