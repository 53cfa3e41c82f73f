package io.polyplug.publication;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.LoadOrder;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.BundleId;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.Explanation;
import io.polyplug.staging.Activations;

/**
 * The loaded bundles, in the order of loading. Any thread may read; the life-cycle lock
 * guards changes.
 */
public final class LoadedBundles {

    private final Activations activations;

    private volatile Map<String, LoadedBundle> byName = Map.of();

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
    public Collection<LoadedBundle> all() {
        return this.byName.values();
    }

    /**
     * Returns the bundle of a name.
     * @param name the name
     * @return the bundle, or {@code null} if it is not loaded
     */
    public @Nullable LoadedBundle find(String name) {
        return this.byName.get(name);
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
        return all().stream().filter((each) -> each.active().directory().equals(directory)).findFirst();
    }

    void put(LoadedBundle bundle) {
        Map<String, LoadedBundle> next = new LinkedHashMap<>(this.byName);
        next.put(bundle.name(), bundle);
        this.byName = Collections.unmodifiableMap(next);
        this.activations.add(bundle.generation());
    }

    void remove(String name) {
        Map<String, LoadedBundle> next = new LinkedHashMap<>(this.byName);
        next.remove(name);
        this.byName = Collections.unmodifiableMap(next);
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
