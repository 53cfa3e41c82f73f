package io.polyplug.publication;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.LoadOrder;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.BundleId;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.Explanation;
import io.polyplug.staging.Activations;
import io.polyplug.store.Generation;

/**
 * The loaded bundles, in the order of loading. Any thread may read; the life-cycle lock
 * guards changes.
 */
public final class LoadedBundles {

    private final Activations activations;

    /** Only which names there are is copied at a change: a reload sets one reference. */
    private volatile Map<String, AtomicReference<LoadedBundle>> byName = Map.of();

    /** Those that depend on others, which are few. */
    private final Map<String, LoadedBundle> dependents = new LinkedHashMap<>();

    /**
     * Creates it without any.
     * @param activations told of each
     */
    public LoadedBundles(Activations activations) {
        this.activations = activations;
    }

    /**
     * {@return the bundles, in the order of loading}
     */
    public List<LoadedBundle> all() {
        return this.byName.values().stream().map(AtomicReference::get).toList();
    }

    /**
     * Returns the bundles that depend on others. Only under the life-cycle lock.
     */
    Collection<LoadedBundle> dependents() {
        return this.dependents.values();
    }

    /**
     * Returns the bundle of a name.
     * @param name the name
     * @return the bundle, or {@code null} if it is not loaded
     */
    public @Nullable LoadedBundle find(String name) {
        AtomicReference<LoadedBundle> bundle = this.byName.get(name);
        return (bundle != null) ? bundle.get() : null;
    }

    /**
     * Returns the bundle of a name.
     * @param name the name
     * @return the bundle
     * @throws BundleNotFoundException if it is not loaded
     */
    public LoadedBundle require(String name) {
        LoadedBundle bundle = find(name);
        if (bundle == null) {
            throw notFound(name);
        }
        return bundle;
    }

    /**
     * Returns the bundle of an id.
     * @param id the id
     * @return the bundle
     * @throws BundleNotFoundException if it is not loaded
     */
    public LoadedBundle require(BundleId id) {
        return all().stream()
            .filter((each) -> each.generation().bundleId().equals(id))
            .findFirst()
            .orElseThrow(() -> notFound(id.toString()));
    }

    private static BundleNotFoundException notFound(String name) {
        String reason = "bundle not found: no bundle '" + name + "' is loaded";
        return new BundleNotFoundException(name,
                new Explanation(reason, reason, "Load it, or use the name that its manifest gives"));
    }

    /**
     * Returns the bundle that was activated from a folder.
     * @param directory the user's folder
     * @return the bundle, if there is one
     */
    public Optional<LoadedBundle> activatedFrom(Path directory) {
        for (AtomicReference<LoadedBundle> each : this.byName.values()) {
            LoadedBundle bundle = each.get();
            if (bundle.active().directory().equals(directory)) {
                return Optional.of(bundle);
            }
        }
        return Optional.empty();
    }

    void put(LoadedBundle bundle) {
        AtomicReference<LoadedBundle> present = this.byName.get(bundle.name());
        if (present != null) {
            present.set(bundle);
        }
        else {
            Map<String, AtomicReference<LoadedBundle>> next = new LinkedHashMap<>(this.byName);
            next.put(bundle.name(), new AtomicReference<>(bundle));
            this.byName = Collections.unmodifiableMap(next);
        }
        if (bundle.active().manifest().dependencies().isEmpty()) {
            this.dependents.remove(bundle.name());
        }
        else {
            this.dependents.put(bundle.name(), bundle);
        }
        this.activations.add(bundle.generation());
    }

    /** Notes a candidate, which is not loaded: its number is taken. */
    void number(Generation candidate) {
        this.activations.number(candidate);
    }

    void remove(String name) {
        Map<String, AtomicReference<LoadedBundle>> next = new LinkedHashMap<>(this.byName);
        next.remove(name);
        this.byName = Collections.unmodifiableMap(next);
        this.dependents.remove(name);
    }

    /**
     * {@return what the loaded bundles provide: what each has registered}
     */
    public List<LoadOrder.Provision> providers() {
        return all().stream()
            .map((each) -> new LoadOrder.Provision(each.name(),
                    each.generation()
                        .interfaces()
                        .stream()
                        .map((contract) -> new Manifest.ProvidedContract(contract.contractName(), contract.version(),
                                contract.contractId()))
                        .toList()))
            .toList();
    }

}
