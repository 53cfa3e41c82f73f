package io.polyplug.bundle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.Compatibility;
import io.polyplug.contract.Version;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.Explanation;
import io.polyplug.zip.BundlePath;

/**
 * Which bundles of a set need which others. A dependency is met by the version of the
 * <em>contract</em>: same major, at least the same minor; one that names a bundle is met
 * by that bundle alone. Every provider counts as needed, whichever is called in the end
 * (docs/behaviour.md 12.1). Immutable once made.
 */
final class DependencyGraph {

    private final Map<String, List<Edge>> edges = new TreeMap<>();

    private final List<Provider> providers;

    private final Set<String> set;

    private final Compatibility compatibility;

    private DependencyGraph(Map<String, LoadOrder.Member> set, Collection<LoadOrder.Provision> loaded,
            Compatibility compatibility) {
        this.set = set.keySet();
        this.compatibility = compatibility;
        this.providers = Stream.concat(loaded.stream(),
                set.values().stream().map((each) -> new LoadOrder.Provision(each.name(), each.manifest().provides())))
            .flatMap((each) -> each.contracts().stream().map((contract) -> new Provider(each.bundleName(), contract)))
            .toList();
    }

    static DependencyGraph of(Map<String, LoadOrder.Member> set, Collection<LoadOrder.Provision> loaded,
            Compatibility compatibility) {
        DependencyGraph graph = new DependencyGraph(set, loaded, compatibility);
        set.forEach((name, member) -> graph.edges.put(name, graph.edgesOf(member)));
        return graph;
    }

    private List<Edge> edgesOf(LoadOrder.Member requester) {
        List<Edge> found = new ArrayList<>();
        List<Manifest.Dependency> dependencies = requester.manifest().dependencies();
        for (int i = 0; i < dependencies.size(); i++) {
            Manifest.Dependency dependency = dependencies.get(i);
            requireVersion(requester, dependency, i);
            List<Provider> providers = providers(requester.name(), dependency);
            requireMinimum(requester.name(), dependency, providers);
            providers.stream()
                .map(Provider::bundle)
                .filter(this.set::contains)
                .distinct()
                .forEach((provider) -> found.add(new Edge(requester.name(), dependency, provider)));
        }
        return found;
    }

    private static void requireVersion(LoadOrder.Member requester, Manifest.Dependency dependency, int index) {
        if (!dependency.minVersion().isEmpty() && dependency.minimum().isEmpty()) {
            String field = "dependency[" + index + "].min_version";
            throw ManifestProblems.throwing(BundlePath.in(requester.directory(), Manifest.FILE_NAME))
                .at(field,
                        "'" + field + "' is \"" + dependency.minVersion()
                                + "\", which is not a version of two or three numbers",
                        "Write it such as min_version = \"1.0\"");
        }
    }

    /** Nobody provides for itself, unless nobody else does; that is a cycle of one. */
    private List<Provider> providers(String requester, Manifest.Dependency dependency) {
        List<Provider> all = this.providers.stream().filter((each) -> each.serves(dependency)).toList();
        List<Provider> others = all.stream().filter((each) -> !each.bundle().equals(requester)).toList();
        if (all.isEmpty()) {
            throw unsatisfied(requester, dependency);
        }
        return others.isEmpty() ? all : others;
    }

    private DependencyGraphException unsatisfied(String requester, Manifest.Dependency dependency) {
        String contract = dependency.contract();
        String capability = "'" + contract + "'"
                + dependency.minimum()
                    .map((version) -> " of major version " + Integer.toUnsignedString(version.major()))
                    .orElse("");
        Optional<String> bundle = dependency.bundleName();
        if (bundle.isPresent()) {
            boolean present = this.set.contains(bundle.get())
                    || this.providers.stream().anyMatch((each) -> each.bundle().equals(bundle.get()));
            capability += present ? ", not provided by bundle '" + bundle.get() + "'"
                    : " (from bundle '" + bundle.get() + "', which is not there)";
        }
        String others = this.providers.stream()
            .filter((each) -> each.contract().name().equals(contract))
            .map(Provider::toString)
            .collect(Collectors.joining(", "));
        return new DependencyGraphException(List.of(requester),
                Explanation.ofBundle(requester,
                        "unsatisfied capability: it depends on " + capability + ", and "
                                + (others.isEmpty() ? "no bundle of the set and none that is loaded provides it"
                                        : "there is " + others),
                        "Add a bundle that provides it, or remove the [[dependency]] entry"));
    }

    private void requireMinimum(String requester, Manifest.Dependency dependency, List<Provider> providers) {
        Version minimum = dependency.minimum().orElse(null);
        if (minimum == null || providers.stream().anyMatch((each) -> each.contract().version().satisfies(minimum))) {
            return;
        }
        Set<String> concerned = new LinkedHashSet<>(List.of(requester));
        providers.forEach((each) -> concerned.add(each.bundle()));
        String reason = "version mismatch for contract '" + dependency.contract() + "': bundle '" + requester
                + "' requires " + minimum + ", and there is "
                + providers.stream().map(Provider::toString).collect(Collectors.joining(", "));
        Violations.settle(this.compatibility, new DependencyGraphException(List.copyOf(concerned),
                new Explanation(reason, reason, "Update the provider, or lower min_version")));
    }

    /**
     * Returns the bundles of the set that a bundle needs, by the order of their names.
     */
    Set<String> providersOf(String name) {
        return edges(name).stream().map(Edge::provider).sorted().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns what a bundle needs, itself or through others. */
    Set<String> reachableFrom(String name) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            for (String provider : providersOf(open.remove())) {
                if (found.add(provider)) {
                    open.add(provider);
                }
            }
        }
        return found;
    }

    /** Tells what a bundle needs of others, in words. */
    List<String> explain(String name, Set<String> others) {
        return edges(name).stream().filter((each) -> others.contains(each.provider())).map(Edge::toString).toList();
    }

    private List<Edge> edges(String name) {
        return this.edges.getOrDefault(name, List.of());
    }

    private record Provider(String bundle, Manifest.ProvidedContract contract) {

        boolean serves(Manifest.Dependency dependency) {
            return dependency.isServedBy(this.bundle, this.contract.id());
        }

        @Override
        public String toString() {
            return "'" + this.contract.name() + "' " + this.contract.version() + " of bundle '" + this.bundle + "'";
        }

    }

    private record Edge(String requester, Manifest.Dependency dependency, String provider) {

        @Override
        public String toString() {
            return "'" + this.requester + "' needs '" + this.dependency.contract() + "' of "
                    + (this.requester.equals(this.provider) ? "itself" : "'" + this.provider + "'");
        }

    }

}
