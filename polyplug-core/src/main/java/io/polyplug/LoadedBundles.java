package io.polyplug;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.LoadOrder;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.BundleId;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.Explanation;
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
        String reason = "bundle not found: no bundle '" + name + "' is loaded";
        return new BundleNotFoundException(name,
                new Explanation(reason, reason, "Load it, or use the name that its manifest gives"), null);
    }

    Optional<LoadedBundle> activatedFrom(Path directory) {
        return all().stream().filter((each) -> each.active().source().equals(directory)).findFirst();
    }

    void put(LoadedBundle bundle) {
        Map<String, LoadedBundle> next = new LinkedHashMap<>(this.byName);
        next.put(bundle.name(), bundle);
        this.byName = Collections.unmodifiableMap(next);
    }

    void remove(String name) {
        Map<String, LoadedBundle> next = new LinkedHashMap<>(this.byName);
        next.remove(name);
        this.byName = Collections.unmodifiableMap(next);
    }

    /** Returns what the loaded bundles provide: what they have registered. */
    List<LoadOrder.Provision> providers() {
        return all().stream()
            .map((each) -> new LoadOrder.Provision(each.name(),
                    each.active()
                        .generation()
                        .interfaces()
                        .stream()
                        .map((contract) -> new Manifest.ProvidedContract(contract.contractName(), contract.version(),
                                contract.contractId()))
                        .toList()))
            .toList();
    }

    /**
     * Returns the loaded bundles that would miss a bundle, sorted by name.
     */
    List<String> dependentsOn(LoadedBundle provider) {
        return losses(provider, List.of()).keySet().stream().toList();
    }

    /**
     * Returns the loaded bundles that would miss something if a bundle provided other
     * contracts than it does, by name, and what each would miss.
     */
    Map<String, Manifest.Dependency> losses(LoadedBundle provider, List<GuestInterface> instead) {
        Map<String, Manifest.Dependency> losses = new TreeMap<>();
        for (LoadedBundle other : all()) {
            if (!other.name().equals(provider.name())) {
                other.active()
                    .manifest()
                    .dependencies()
                    .stream()
                    .filter((dependency) -> isLost(dependency, provider.active().generation(), instead))
                    .findFirst()
                    .ifPresent((dependency) -> losses.put(other.name(), dependency));
            }
        }
        return losses;
    }

    /**
     * A dependency is lost when nobody serves it any more, or nobody in a version that
     * will do. One that was not met before is not lost.
     */
    private boolean isLost(Manifest.Dependency dependency, Generation provider, List<GuestInterface> instead) {
        List<GuestInterface> before = this.store.providers(dependency.contractId());
        List<GuestInterface> after = new ArrayList<>(instead);
        before.stream().filter((each) -> each.owner() != provider).forEach(after::add);
        Predicate<GuestInterface> serves = (each) -> dependency.isServedBy(each.bundleName(), each.contractId());
        Predicate<GuestInterface> satisfies = (each) -> dependency.isSatisfiedBy(each.bundleName(), each.contractId(),
                each.version());
        return (before.stream().anyMatch(serves) && after.stream().noneMatch(serves))
                || (before.stream().anyMatch(satisfies) && after.stream().noneMatch(satisfies));
    }

    /**
     * Returns the names of the loaded bundles that want to be reloaded when one of the
     * given contracts changes, sorted.
     */
    List<String> reinitializedAfter(Collection<GuestInterface> changed) {
        return all().stream()
            .filter((each) -> each.active().manifest().reinitOnDependencyReload())
            .filter((each) -> each.active()
                .manifest()
                .dependencies()
                .stream()
                .anyMatch((dependency) -> changed.stream()
                    .anyMatch((contract) -> dependency.isServedBy(contract.bundleName(), contract.contractId()))))
            .map(LoadedBundle::name)
            .sorted()
            .toList();
    }

}
