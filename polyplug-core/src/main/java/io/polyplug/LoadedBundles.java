package io.polyplug;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.BundleId;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.RuntimeStore;

/**
 * The loaded bundles, in the order of loading. Any thread may read; the life-cycle lock
 * guards changes.
 */
final class LoadedBundles {

    private final RuntimeStore<?> store;

    private volatile Map<String, LoadedBundle> byName = Map.of();

    LoadedBundles(RuntimeStore<?> store) {
        this.store = store;
    }

    Collection<LoadedBundle> all() {
        return this.byName.values();
    }

    @Nullable LoadedBundle find(String name) {
        return this.byName.get(name);
    }

    LoadedBundle require(String name) {
        LoadedBundle bundle = find(name);
        if (bundle == null) {
            throw notFound(name);
        }
        return bundle;
    }

    LoadedBundle require(BundleId id) {
        return all().stream()
            .filter((each) -> each.active().generation().bundleId().equals(id))
            .findFirst()
            .orElseThrow(() -> notFound(id.toString()));
    }

    private static BundleNotFoundException notFound(String name) {
        return new BundleNotFoundException(name, "bundle not found: no bundle '" + name
                + "' is loaded. Load it, or use the name that its manifest gives", null);
    }

    Optional<LoadedBundle> activatedFrom(Path directory) {
        return all().stream().filter((each) -> each.active().source().equals(directory)).findFirst();
    }

    void put(LoadedBundle bundle) {
        Map<String, LoadedBundle> next = new LinkedHashMap<>(this.byName);
        next.put(bundle.name(), bundle);
        this.byName = java.util.Collections.unmodifiableMap(next);
    }

    void remove(String name) {
        Map<String, LoadedBundle> next = new LinkedHashMap<>(this.byName);
        next.remove(name);
        this.byName = java.util.Collections.unmodifiableMap(next);
    }

    /**
     * Returns the loaded bundles that need a contract which only the given bundle
     * provides, sorted by name.
     */
    List<String> dependentsOn(LoadedBundle provider) {
        return dependents(provider, provider.active().generation().interfaces());
    }

    /**
     * Returns the loaded bundles that need a contract which would be gone with the next
     * generation, sorted by name.
     */
    List<String> dependentsOnDropped(LoadedBundle provider, LoadedGeneration next) {
        return dependents(provider,
                provider.active()
                    .generation()
                    .interfaces()
                    .stream()
                    .filter((each) -> next.generation()
                        .interfaces()
                        .stream()
                        .noneMatch((kept) -> kept.contractId().equals(each.contractId())))
                    .toList());
    }

    private List<String> dependents(LoadedBundle provider, List<GuestInterface> contracts) {
        TreeSet<String> names = new TreeSet<>();
        for (GuestInterface contract : contracts) {
            if (!isProvidedByOthers(contract, provider.active().generation())) {
                all().stream()
                    .filter((each) -> !each.name().equals(provider.name()) && each.dependsOn(contract))
                    .forEach((each) -> names.add(each.name()));
            }
        }
        return List.copyOf(names);
    }

    private boolean isProvidedByOthers(GuestInterface contract, Generation provider) {
        return this.store.providers(contract.contractId()).stream().anyMatch((each) -> each.owner() != provider);
    }

}
