package io.polyplug.runtime;

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

import io.polyplug.BundleInfo;
import io.polyplug.InProcessBundle;
import io.polyplug.OperationKind;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.operation.Operation;
import io.polyplug.operation.Operations;
import io.polyplug.operation.Step;
import io.polyplug.publication.LifecycleLog;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.LoadedBundles;
import io.polyplug.publication.Publication;
import io.polyplug.replacement.Requests;
import io.polyplug.staging.BundleSet;
import io.polyplug.staging.Candidate;
import io.polyplug.staging.Candidates;
import io.polyplug.staging.Staging;

/**
 * Loads bundles, one by one or as a set (docs/behaviour.md 11 and 12). Thread-safe:
 * operations go one after another.
 */
final class Loading {

    private final Operations operations;

    private final LoadedBundles bundles;

    private final Candidates candidates;

    private final Staging staging;

    private final Publication publication;

    Loading(Operations operations, LoadedBundles bundles, Candidates candidates, Staging staging,
            Publication publication) {
        this.operations = operations;
        this.bundles = bundles;
        this.candidates = candidates;
        this.staging = staging;
        this.publication = publication;
    }

    /** What the path leads to is looked at when its turn has come. */
    BundleInfo load(Path path) {
        return load(null, () -> this.candidates.of(Requests.directoryOf(path)));
    }

    BundleInfo load(InProcessBundle bundle) {
        return load(bundle.name(), () -> this.candidates.of(bundle));
    }

    @SuppressWarnings("try")
    private BundleInfo load(@Nullable String name, Supplier<Candidate> copy) {
        try (Operation operation = this.operations.begin(OperationKind.LOAD, name, "load a bundle")) {
            return this.publication.describe(load(copy.get()));
        }
        catch (PolyplugException ex) {
            LifecycleLog.refusedToLoad(ex);
            throw ex;
        }
    }

    private LoadedBundle load(Candidate candidate) {
        long started = System.nanoTime() - candidate.copyNanos();
        String name = candidate.name();
        try {
            requireNotLoaded(name);
            this.operations.workOn(name, Operations.LOADED);
            try {
                LoadedBundle loaded = this.publication.publish(this.staging.stage(candidate, null));
                LifecycleLog.loaded(loaded, System.nanoTime() - started);
                return loaded;
            }
            finally {
                this.operations.leave(name);
            }
        }
        catch (Throwable ex) {
            candidate.delete();
            throw ex;
        }
    }

    private void requireNotLoaded(String name) {
        LoadedBundle present = this.bundles.find(name);
        if (present != null) {
            throw new BundleLoadException(name, Explanation.ofBundle(name,
                    "it is already loaded " + present.active().origin(), "Reload it, or unload it first"));
        }
        this.operations.requireIdle(name, "load");
    }

    /**
     * Loads bundles as one set: everything is copied and read before anything is opened.
     * @param folders bundles, and folders of bundles
     * @param admission told folder and name of each before any is opened; leaves out what
     * it throws for
     * @param refusals told of each bundle that cannot be loaded; when it throws,
     * everything the call has loaded goes again, together with what inits loaded
     */
    @SuppressWarnings("try")
    List<BundleInfo> loadAll(Collection<Path> folders, BiConsumer<? super Path, ? super String> admission,
            Consumer<? super PolyplugException> refusals) {
        try (Operation operation = beginSet()) {
            return loadSet(folders, admission, (refusal) -> {
                LifecycleLog.refusedToLoad(refusal);
                refusals.accept(refusal);
            });
        }
    }

    private Operation beginSet() {
        try {
            return this.operations.begin(OperationKind.LOAD, null, "load bundles");
        }
        catch (ReentrantCallException | LifecycleBusyException ex) {
            LifecycleLog.refusedToLoad(ex);
            throw ex;
        }
    }

    private List<BundleInfo> loadSet(Collection<Path> folders, BiConsumer<? super Path, ? super String> admission,
            Consumer<? super PolyplugException> refusals) {
        Set<String> before = this.bundles.all().stream().map(LoadedBundle::name).collect(Collectors.toSet());
        try (BundleSet set = new BundleSet(this.candidates, refusals)) {
            folders.forEach(set::add);
            set.leaveOut(this::isStoodInFor, LifecycleLog::leftOut);
            set.check((directory, name) -> requireNotLoaded(name));
            this.operations.trace().about(null);
            this.operations.trace().during(Step.ASKING, () -> set.check(admission));
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
    }

    private boolean isStoodInFor(String name) {
        LoadedBundle present = this.bundles.find(name);
        return present != null && present.active().standsIn();
    }

    /** As they are now: one may have reloaded or unloaded another while it came. */
    private List<BundleInfo> describe(List<String> names) {
        List<BundleInfo> descriptions = new ArrayList<>();
        for (String name : names) {
            LoadedBundle bundle = this.bundles.find(name);
            if (bundle != null) {
                descriptions.add(this.publication.describe(bundle));
            }
        }
        return descriptions;
    }

    /** Ends early when a bundle fails, for others may need it. */
    private void loadInOrder(BundleSet set, Consumer<? super PolyplugException> refusals, List<String> loaded) {
        for (String name : set.loadOrder(this.bundles.providers())) {
            try {
                load(set.take(name));
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
        loaded.stream().filter((each) -> !names.contains(each.name())).forEach(this.publication::withdraw);
    }

}
