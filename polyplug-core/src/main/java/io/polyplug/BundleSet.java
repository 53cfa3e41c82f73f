package io.polyplug;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.polyplug.bundle.BundleScanner;
import io.polyplug.bundle.LoadOrder;
import io.polyplug.loader.StagedBundle;

/**
 * Bundles that are to be loaded together, as private copies: what is checked and sorted
 * is what will be opened. Closing it deletes the copies that were not taken. The
 * life-cycle lock guards it.
 */
final class BundleSet implements AutoCloseable {

    private final BundleStaging staging;

    private final Map<Path, StagedBundle> copies = new LinkedHashMap<>();

    BundleSet(BundleStaging staging) {
        this.staging = staging;
    }

    /**
     * Adds the bundles in a folder. One that is in the set already is not added again.
     */
    void addBundlesIn(Path parent) {
        for (Path directory : BundleScanner.bundlesIn(parent.toAbsolutePath().normalize())) {
            if (!this.copies.containsKey(directory)) {
                this.copies.put(directory, this.staging.copy(directory));
            }
        }
    }

    List<String> loadOrder(Collection<LoadOrder.Provider> loaded) {
        List<LoadOrder.Candidate> candidates = new ArrayList<>();
        this.copies.forEach((directory, copy) -> candidates.add(new LoadOrder.Candidate(directory, copy.manifest())));
        return LoadOrder.of(candidates, loaded, this.staging.strictness());
    }

    List<String> names() {
        return this.copies.values().stream().map((each) -> each.manifest().name()).toList();
    }

    /** Hands over a copy; deleting it is the caller's from now on. */
    StagedBundle take(String name) {
        StagedBundle copy = this.copies.values()
            .stream()
            .filter((each) -> each.manifest().name().equals(name))
            .findFirst()
            .orElseThrow();
        this.copies.remove(copy.source());
        return copy;
    }

    @Override
    public void close() {
        this.copies.values().forEach((each) -> each.copy().delete());
    }

}
