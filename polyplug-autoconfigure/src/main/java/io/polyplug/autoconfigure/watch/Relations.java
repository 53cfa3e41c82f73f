package io.polyplug.autoconfigure.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.polyplug.BundleInfo;
import io.polyplug.DependencyInfo;

/**
 * Which of the loaded bundles depend on which. Immutable.
 */
final class Relations {

    private final Map<String, Set<String>> providers = new LinkedHashMap<>();

    /** Who can serve each dependency of a bundle. */
    private final Map<String, List<Set<String>>> choices = new HashMap<>();

    private final Map<String, Set<String>> neighbours = new HashMap<>();

    Relations(Collection<BundleInfo> bundles) {
        for (BundleInfo bundle : bundles) {
            Set<String> needed = this.providers.computeIfAbsent(bundle.name(), (name) -> new LinkedHashSet<>());
            this.neighbours.computeIfAbsent(bundle.name(), (name) -> new LinkedHashSet<>());
            for (DependencyInfo dependency : bundle.dependencies()) {
                Set<String> choice = new LinkedHashSet<>();
                bundles.stream()
                    .filter((other) -> provides(other, dependency))
                    .forEach((other) -> choice.add(other.name()));
                this.choices.computeIfAbsent(bundle.name(), (name) -> new ArrayList<>()).add(choice);
                needed.addAll(choice);
            }
            needed.remove(bundle.name());
        }
        this.providers.forEach((name, needed) -> needed.forEach((other) -> {
            this.neighbours.computeIfAbsent(name, (key) -> new LinkedHashSet<>()).add(other);
            this.neighbours.computeIfAbsent(other, (key) -> new LinkedHashSet<>()).add(name);
        }));
    }

    private static boolean provides(BundleInfo bundle, DependencyInfo dependency) {
        return dependency.bundleName().map(bundle.name()::equals).orElse(true)
                && bundle.contracts().stream().anyMatch((contract) -> contract.id().equals(dependency.contractId()));
    }

    /** Returns who depends on a bundle, whom it depends on, whom these do, and so on. */
    Set<String> relativesOf(String bundle) {
        Set<String> met = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(bundle));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (met.add(next)) {
                open.addAll(this.neighbours.getOrDefault(next, Set.of()));
            }
        }
        met.remove(bundle);
        return met;
    }

    /**
     * Returns who stays, and would have nobody left to serve what a bundle serves.
     * @param bundle the bundle
     * @param leaving the bundles that go, this one among them
     * @return the names, sorted
     */
    Set<String> bereft(String bundle, Set<String> leaving) {
        Set<String> bereft = new TreeSet<>();
        this.choices.forEach((name, needs) -> {
            if (!leaving.contains(name)
                    && needs.stream().anyMatch((choice) -> choice.contains(bundle) && leaving.containsAll(choice))) {
                bereft.add(name);
            }
        });
        return bereft;
    }

    /** Returns all names, each after those of the bundles that it depends on. */
    List<String> providersFirst() {
        Set<String> ordered = new LinkedHashSet<>();
        this.providers.keySet().forEach((name) -> add(name, ordered, new LinkedHashSet<>()));
        return new ArrayList<>(ordered);
    }

    private void add(String name, Set<String> ordered, Set<String> path) {
        if (path.add(name) && !ordered.contains(name)) {
            this.providers.getOrDefault(name, Set.of()).forEach((provider) -> add(provider, ordered, path));
            ordered.add(name);
        }
    }

}
