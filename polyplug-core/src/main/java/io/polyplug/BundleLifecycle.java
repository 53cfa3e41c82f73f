package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.Explanation;
import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.RuntimeClosedException;
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

    private final InProgress inProgress;

    private final OperationTrace trace;

    BundleLifecycle(LifecycleLock lock, LoadedBundles bundles, BundleStaging staging, Activation activation,
            InProgress inProgress, OperationTrace trace) {
        this.lock = lock;
        this.bundles = bundles;
        this.staging = staging;
        this.activation = activation;
        this.inProgress = inProgress;
        this.trace = trace;
    }

    BundleInfo load(Path path) {
        return load(null, () -> this.staging.copy(directoryOf(path)));
    }

    BundleInfo load(InProcessBundle bundle) {
        return load(bundle.name(), () -> this.staging.copy(bundle));
    }

    private BundleInfo load(@Nullable String name, Supplier<StagedBundle> copy) {
        try {
            this.inProgress.enter(this.lock, OperationKind.LOAD, name, "load a bundle");
            try {
                return this.activation.describe(loadLocked(copy.get()));
            }
            finally {
                this.lock.leave();
            }
        }
        catch (PolyplugException ex) {
            LifecycleLog.refusedToLoad(ex);
            throw ex;
        }
    }

    private LoadedBundle loadLocked(StagedBundle staged) {
        long started = System.nanoTime() - staged.copyNanos();
        String name = staged.manifest().name();
        try {
            requireNotLoaded(name);
            this.inProgress.begin(name, InProgress.LOADED);
            try {
                LoadedBundle loaded = this.activation.activate(this.staging.stage(staged, null), null);
                LifecycleLog.loaded(loaded, System.nanoTime() - started);
                return loaded;
            }
            finally {
                this.inProgress.end(name);
            }
        }
        catch (Throwable ex) {
            staged.copy().delete();
            throw ex;
        }
    }

    private void requireNotLoaded(String name) {
        LoadedBundle present = this.bundles.find(name);
        if (present != null) {
            throw new BundleLoadException(name, "it is already loaded " + present.origin(),
                    "Reload it, or unload it first", null);
        }
        this.inProgress.requireIdle(name, "load");
    }

    /**
     * Loads bundles as one set: everything is copied and read before anything is opened.
     * @param folders bundles, and folders of bundles
     * @param admission told folder and name of each before any is opened; leaves out what
     * it throws for
     * @param refusals told of each bundle that cannot be loaded; when it throws,
     * everything the call has loaded goes again, together with what inits loaded
     */
    List<BundleInfo> loadAll(Collection<Path> folders, BiConsumer<? super Path, ? super String> admission,
            Consumer<? super PolyplugException> refusals) {
        try {
            this.inProgress.enter(this.lock, OperationKind.LOAD, null, "load bundles");
        }
        catch (ReentrantCallException | LifecycleBusyException ex) {
            LifecycleLog.refusedToLoad(ex);
            throw ex;
        }
        return loadAllLocked(folders, admission, (refusal) -> {
            LifecycleLog.refusedToLoad(refusal);
            refusals.accept(refusal);
        });
    }

    private List<BundleInfo> loadAllLocked(Collection<Path> folders, BiConsumer<? super Path, ? super String> admission,
            Consumer<? super PolyplugException> refusals) {
        Set<String> before = this.bundles.all().stream().map(LoadedBundle::name).collect(Collectors.toSet());
        try (BundleSet set = new BundleSet(this.staging, refusals)) {
            folders.forEach(set::add);
            set.leaveOut(this::isStoodInFor);
            set.check((directory, name) -> requireNotLoaded(name));
            this.trace.about(null);
            this.trace.during(Step.ASKING, () -> set.check(admission));
            List<String> loaded = new ArrayList<>();
            while (!set.isEmpty()) {
                loadInOrder(set, refusals, loaded);
            }
            return describe(loaded);
        }
        catch (Throwable ex) {
            withdrawAllBut(before);
            throw ex;
        }
        finally {
            this.lock.leave();
        }
    }

    private boolean isStoodInFor(String name) {
        LoadedBundle present = this.bundles.find(name);
        return present != null && present.active().loader().standsIn();
    }

    /** As they are now: one may have reloaded or unloaded another while it came. */
    private List<BundleInfo> describe(List<String> names) {
        List<BundleInfo> descriptions = new ArrayList<>();
        for (String name : names) {
            LoadedBundle bundle = this.bundles.find(name);
            if (bundle != null) {
                descriptions.add(this.activation.describe(bundle));
            }
        }
        return descriptions;
    }

    /** Ends early when a bundle fails, for others may need it. */
    private void loadInOrder(BundleSet set, Consumer<? super PolyplugException> refusals, List<String> loaded) {
        for (String name : set.loadOrder(this.bundles.providers())) {
            try {
                loadLocked(set.take(name));
                loaded.add(name);
            }
            catch (RuntimeClosedException ex) {
                throw ex;
            }
            catch (PolyplugException ex) {
                refusals.accept(ex);
                return;
            }
        }
    }

    /** The latest first, for it may depend on those before it. */
    private void withdrawAllBut(Set<String> names) {
        List<LoadedBundle> loaded = new ArrayList<>(this.bundles.all());
        Collections.reverse(loaded);
        loaded.stream().filter((each) -> !names.contains(each.name())).forEach(this.activation::withdraw);
    }

    void unload(String name) {
        unload(name, () -> {
            LoadedBundle bundle = this.bundles.require(name);
            this.inProgress.requireIdle(name, "unload");
            requireNoDependents(bundle);
            this.inProgress.begin(name, InProgress.UNLOADED);
            unloadLocked(bundle);
        });
    }

    private void unload(String name, Runnable unloading) {
        try {
            this.inProgress.enter(this.lock, OperationKind.UNLOAD, name, "unload a bundle");
            try {
                unloading.run();
            }
            finally {
                this.lock.leave();
            }
        }
        catch (DependencyInUseException | ReentrantCallException | LifecycleBusyException ex) {
            if (this.bundles.find(name) != null) {
                LifecycleLog.refusedToUnload(name, ex);
            }
            throw ex;
        }
    }

    private void requireNoDependents(LoadedBundle bundle) {
        List<String> dependents = this.bundles.dependentsOn(bundle);
        if (!dependents.isEmpty()) {
            String reason = "bundles " + dependents + " depend on contracts that only it provides";
            throw new DependencyInUseException(bundle.name(), dependents,
                    new Explanation("cannot unload bundle '" + bundle.name() + "': " + reason, reason,
                            "Unload them first, or cascade"),
                    null);
        }
    }

    private void unloadLocked(LoadedBundle bundle) {
        Generation generation = bundle.active().generation();
        this.trace.about(bundle.name());
        try {
            this.activation.tell(new ReloadPhase.Unloading(bundle.name(), generation.bundleId(), generation.number()));
            this.activation.withdraw(bundle);
        }
        finally {
            this.inProgress.end(bundle.name());
        }
    }

    List<String> unloadCascade(String name) {
        List<String> gone = new ArrayList<>();
        unload(name, () -> unloadWithDependents(this.bundles.require(name), gone, "it"));
        return gone;
    }

    /**
     * Dependents first. One that is on its way out already, because bundles depend on
     * each other, is left to those who began.
     */
    private void unloadWithDependents(LoadedBundle bundle, List<String> gone, String subject) {
        this.inProgress.requireIdle(bundle.name(), "unload", subject);
        this.inProgress.begin(bundle.name(), InProgress.UNLOADED);
        try {
            for (String dependent : this.bundles.dependentsOn(bundle)) {
                LoadedBundle found = this.bundles.find(dependent);
                if (found != null && !InProgress.UNLOADED.equals(this.inProgress.of(dependent))) {
                    unloadWithDependents(found, gone, "bundle '" + dependent + "', which goes first,");
                }
            }
        }
        catch (Throwable ex) {
            this.inProgress.end(bundle.name());
            throw ex;
        }
        unloadLocked(bundle);
        gone.add(bundle.name());
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
