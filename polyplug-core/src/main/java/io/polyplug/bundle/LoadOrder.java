package io.polyplug.bundle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.polyplug.Compatibility;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.DuplicateBundleException;
import io.polyplug.error.Explanation;

/**
 * The order in which the bundles of a set are loaded: providers before those that need
 * them, and by name where that leaves a choice (docs/behaviour.md 12.2). Not thread-safe;
 * used once.
 */
public final class LoadOrder {

    private final Map<String, Member> set;

    private final DependencyGraph graph;

    private final Set<String> order = new LinkedHashSet<>();

    private LoadOrder(Map<String, Member> set, DependencyGraph graph) {
        this.set = set;
        this.graph = graph;
    }

    /**
     * Sorts the bundles of a set.
     * @param members the bundles, in any order
     * @param loaded what loaded bundles provide
     * @param compatibility what becomes of a provider that is too old
     * @return the names of the bundles, first to be loaded first
     * @throws DuplicateBundleException if two folders hold a bundle of the same name
     * @throws io.polyplug.error.ManifestException if a least version is not a version
     * @throws DependencyGraphException if a dependency has no provider, or bundles need
     * each other
     */
    public static List<String> of(Collection<Member> members, Collection<Provision> loaded,
            Compatibility compatibility) {
        Map<String, Member> set = byName(members);
        return new LoadOrder(set, DependencyGraph.of(set, loaded, compatibility)).names();
    }

    private static Map<String, Member> byName(Collection<Member> members) {
        Map<String, List<Member>> all = new TreeMap<>();
        members.forEach((each) -> all.computeIfAbsent(each.name(), (name) -> new ArrayList<>()).add(each));
        Map<String, Member> set = new TreeMap<>();
        all.forEach((name, sameName) -> {
            if (sameName.size() > 1) {
                throw duplicate(name, sameName);
            }
            set.put(name, sameName.get(0));
        });
        return set;
    }

    private static DuplicateBundleException duplicate(String name, List<Member> sameName) {
        return new DuplicateBundleException(name, sameName.stream().map(Member::directory).toList(),
                "it is there " + ((sameName.size() == 2) ? "twice" : sameName.size() + " times") + ": "
                        + sameName.stream()
                            .map((each) -> "in " + each.directory() + " (" + each.manifest().version() + ")")
                            .collect(Collectors.joining(", ")),
                "Keep the one that is to be loaded, and move the other folders away");
    }

    private List<String> names() {
        for (String name : this.set.keySet()) {
            visit(name, new ArrayList<>());
        }
        return List.copyOf(this.order);
    }

    private void visit(String name, List<String> path) {
        if (this.order.contains(name)) {
            return;
        }
        if (path.contains(name)) {
            throw cycle(name);
        }
        path.add(name);
        this.graph.providersOf(name).forEach((provider) -> visit(provider, path));
        path.remove(name);
        this.order.add(name);
    }

    /** Everybody who needs somebody that needs them takes part in the cycle. */
    private DependencyGraphException cycle(String name) {
        Set<String> participants = new TreeSet<>();
        for (String other : this.graph.reachableFrom(name)) {
            if (this.graph.reachableFrom(other).contains(name)) {
                participants.add(other);
            }
        }
        List<String> steps = participants.stream()
            .flatMap((each) -> this.graph.explain(each, participants).stream())
            .toList();
        String reason = "their dependencies form a cycle: " + String.join("; ", steps);
        return new DependencyGraphException(List.copyOf(participants), new Explanation(
                "Bundles " + participants + " were not loaded: " + reason, reason,
                "Remove one of these [[dependency]] entries, for a contract that is looked up after polyplug_init"
                        + " needs none"));
    }

    /**
     * A bundle of the set.
     *
     * @param directory the bundle's folder
     * @param manifest what it says about itself
     */
    public record Member(Path directory, Manifest manifest) {

        String name() {
            return this.manifest.name();
        }

    }

    /**
     * What a bundle provides.
     *
     * @param bundleName the bundle's name
     * @param contracts the contracts
     */
    public record Provision(String bundleName, List<Manifest.ProvidedContract> contracts) {

        /**
         * Creates the provision with a copy of the list.
         */
        public Provision {
            contracts = List.copyOf(contracts);
        }

    }

}
