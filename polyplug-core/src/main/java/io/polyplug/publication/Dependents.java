package io.polyplug.publication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.polyplug.Compatibility;
import io.polyplug.bundle.Manifest;
import io.polyplug.bundle.Violations;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.RuntimeStore;

/**
 * Who among the loaded bundles depends on whom. The life-cycle lock guards it.
 */
public final class Dependents {

    private final LoadedBundles bundles;

    private final RuntimeStore<?> store;

    private final Compatibility compatibility;

    /**
     * Creates it.
     * @param bundles what is loaded
     * @param store what is published
     * @param compatibility what becomes of a loss
     */
    public Dependents(LoadedBundles bundles, RuntimeStore<?> store, Compatibility compatibility) {
        this.bundles = bundles;
        this.store = store;
        this.compatibility = compatibility;
    }

    /**
     * Requires of a replacement what other bundles need of the bundle, by the mode.
     * @throws BundleLoadException if something is lost, and the mode does not bear it
     */
    void requireNothingLost(LoadedBundle bundle, Generation next) {
        Map<String, Manifest.Dependency> losses = losses(bundle, next.interfaces());
        if (!losses.isEmpty()) {
            String loss = " drops a contract, or a minor version of it, that only it provides: " + losses.entrySet()
                .stream()
                .map((each) -> "bundle '" + each.getKey() + "' depends on " + each.getValue())
                .collect(Collectors.joining(", "));
            Violations.settle(this.compatibility,
                    new BundleLoadException(bundle.name(),
                            new Explanation("the new version of bundle '" + bundle.name() + "'" + loss,
                                    "the new version" + loss, "Provide it, or unload them first")));
        }
    }

    /**
     * Returns the loaded bundles that would miss a bundle.
     * @param provider the bundle
     * @return their names, sorted
     */
    public List<String> on(LoadedBundle provider) {
        return losses(provider, List.of()).keySet().stream().toList();
    }

    /**
     * Returns the loaded bundles that would miss something if a bundle provided other
     * contracts than it does, by name, and what each would miss.
     */
    private Map<String, Manifest.Dependency> losses(LoadedBundle provider, List<GuestInterface> instead) {
        Map<String, Manifest.Dependency> losses = new TreeMap<>();
        for (LoadedBundle other : this.bundles.dependents()) {
            if (!other.name().equals(provider.name())) {
                other.active()
                    .manifest()
                    .dependencies()
                    .stream()
                    .filter((dependency) -> isLost(dependency, provider.generation(), instead))
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

    /** Returns who wants to be reloaded when one of the contracts changes, sorted. */
    List<String> reinitializedAfter(Collection<GuestInterface> changed) {
        if (this.bundles.dependents().isEmpty()) {
            return List.of();
        }
        return this.bundles.dependents()
            .stream()
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
