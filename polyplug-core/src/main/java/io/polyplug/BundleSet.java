package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.polyplug.bundle.BundleScanner;
import io.polyplug.bundle.LoadOrder;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.Version;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.DuplicateBundleException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.PolyplugException;
import io.polyplug.loader.StagedBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.Comparator.naturalOrder;

/**
 * Bundles that are to be loaded together, as private copies: what is checked and sorted
 * is what will be opened. Closing it deletes the copies that were not taken. The
 * life-cycle lock guards it.
 */
final class BundleSet implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.locations");

    private final BundleStaging staging;

    private final Consumer<? super PolyplugException> refusals;

    private final Map<Path, StagedBundle> copies = new LinkedHashMap<>();

    /**
     * Creates an empty set.
     * @param staging makes the copies
     * @param refusals told of each bundle that is left out; may throw what it is told
     */
    BundleSet(BundleStaging staging, Consumer<? super PolyplugException> refusals) {
        this.staging = staging;
        this.refusals = refusals;
    }

    /**
     * Adds a bundle, or the bundles in a folder. One that is in the set already is not
     * added again.
     */
    void add(Path folder) {
        for (Path directory : bundlesAt(folder.toAbsolutePath().normalize())) {
            if (!this.copies.containsKey(directory)) {
                try {
                    this.copies.put(directory, this.staging.copy(directory));
                }
                catch (PolyplugException ex) {
                    this.refusals.accept(ex);
                }
            }
        }
    }

    private List<Path> bundlesAt(Path folder) {
        try {
            return Files.exists(folder.resolve(Manifest.FILE_NAME)) ? List.of(folder) : BundleScanner.bundlesIn(folder);
        }
        catch (PolyplugException ex) {
            this.refusals.accept(ex);
            return List.of();
        }
    }

    boolean isEmpty() {
        return this.copies.isEmpty();
    }

    /** Leaves out the bundles that others stand in for. */
    void leaveOut(Predicate<String> stoodInFor) {
        for (StagedBundle copy : List.copyOf(this.copies.values())) {
            if (stoodInFor.test(copy.manifest().name())) {
                LifecycleLog.leftOut(copy);
                drop(copy);
            }
        }
    }

    /** Leaves out the bundles that a check of folder and name refuses. */
    void check(BiConsumer<? super Path, ? super String> admission) {
        for (StagedBundle copy : List.copyOf(this.copies.values())) {
            try {
                admission.accept(copy.source(), copy.manifest().name());
            }
            catch (PolyplugException ex) {
                this.refusals.accept(ex);
                drop(copy);
            }
        }
    }

    /**
     * Returns the names in the order of loading, without those whose dependencies are not
     * met.
     */
    List<String> loadOrder(Collection<LoadOrder.Provision> loaded) {
        while (true) {
            List<LoadOrder.Member> candidates = new ArrayList<>();
            this.copies.forEach((directory, copy) -> candidates.add(new LoadOrder.Member(directory, copy.manifest())));
            try {
                return LoadOrder.of(candidates, loaded, this.staging.strictness());
            }
            catch (DuplicateBundleException ex) {
                this.refusals.accept(ex);
                keepNewest(ex.bundleName());
            }
            catch (DependencyGraphException ex) {
                refuse(ex, (copy) -> isNamed(copy, ex.bundleNames().get(0)));
            }
            catch (ManifestException ex) {
                refuse(ex, (copy) -> Objects.equals(ex.file().getParent(), copy.source()));
            }
        }
    }

    private static boolean isNamed(StagedBundle copy, String name) {
        return copy.manifest().name().equals(name);
    }

    /** Drops all bundles of a name but the newest; that one, too, if it is not alone. */
    private void keepNewest(String name) {
        List<StagedBundle> sameName = this.copies.values().stream().filter((each) -> isNamed(each, name)).toList();
        Version newest = sameName.stream().map((each) -> each.manifest().version()).max(naturalOrder()).orElseThrow();
        List<StagedBundle> latest = sameName.stream()
            .filter((each) -> each.manifest().version().equals(newest))
            .toList();
        sameName.stream().filter((each) -> latest.size() > 1 || !latest.contains(each)).forEach(this::drop);
        if (latest.size() == 1) {
            logger.warn("Of the folders with bundle '{}' the one with the highest version is used: {} in {}", name,
                    newest, latest.get(0).source());
        }
        else {
            logger.warn("Bundle '{}' is left out: its highest version, {}, is in more than one folder: {}", name,
                    newest, latest.stream().map(StagedBundle::source).toList());
        }
    }

    /** Of two that are meant, the one that was added later goes. */
    private void refuse(PolyplugException refusal, Predicate<StagedBundle> concerned) {
        this.refusals.accept(refusal);
        drop(this.copies.values()
            .stream()
            .filter(concerned)
            .reduce((first, second) -> second)
            .orElseThrow(() -> refusal));
    }

    private void drop(StagedBundle copy) {
        this.copies.remove(copy.source());
        copy.copy().delete();
    }

    /** Hands over a copy; deleting it is the caller's from now on. */
    StagedBundle take(String name) {
        StagedBundle copy = this.copies.values()
            .stream()
            .filter((each) -> isNamed(each, name))
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
