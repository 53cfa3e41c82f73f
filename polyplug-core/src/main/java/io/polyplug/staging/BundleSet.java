package io.polyplug.staging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.bundle.BundleScanner;
import io.polyplug.bundle.LoadOrder;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.Version;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.DuplicateBundleException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.PolyplugException;
import io.polyplug.zip.BundlePath;

import static java.util.Comparator.naturalOrder;

/**
 * Bundles that are to be loaded together, as private copies: what is checked and sorted
 * is what will be opened. Closing it deletes the copies that were not taken. The
 * life-cycle lock guards it.
 */
public final class BundleSet implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.locations");

    private final Candidates candidates;

    private final Consumer<? super PolyplugException> refusals;

    private final Map<Path, Candidate> copies = new LinkedHashMap<>();

    /**
     * Creates an empty set.
     * @param candidates makes the copies
     * @param refusals told of each bundle that is left out; may throw what it is told
     */
    public BundleSet(Candidates candidates, Consumer<? super PolyplugException> refusals) {
        this.candidates = candidates;
        this.refusals = refusals;
    }

    /**
     * Adds a bundle, or the bundles in a folder. One that is in the set already is not
     * added again.
     * @param folder a folder with a manifest, an archive, or a folder of these
     */
    public void add(Path folder) {
        for (Path directory : bundlesAt(folder.toAbsolutePath().normalize())) {
            if (!this.copies.containsKey(directory)) {
                try {
                    this.copies.put(directory, this.candidates.of(directory));
                }
                catch (PolyplugException ex) {
                    this.refusals.accept(ex);
                }
            }
        }
    }

    private List<Path> bundlesAt(Path folder) {
        try {
            return BundleScanner.isBundle(folder) ? List.of(folder) : BundleScanner.bundlesIn(folder);
        }
        catch (PolyplugException ex) {
            this.refusals.accept(ex);
            return List.of();
        }
    }

    /**
     * {@return whether none is left}
     */
    public boolean isEmpty() {
        return this.copies.isEmpty();
    }

    /**
     * Leaves out the bundles that others stand in for.
     * @param stoodInFor says it of a name
     * @param leftOut told of each
     */
    public void leaveOut(Predicate<String> stoodInFor, Consumer<? super Candidate> leftOut) {
        for (Candidate copy : List.copyOf(this.copies.values())) {
            if (stoodInFor.test(copy.name())) {
                leftOut.accept(copy);
                drop(copy);
            }
        }
    }

    /**
     * Leaves out the bundles that a check refuses.
     * @param admission told folder and name of each; throws for what it refuses
     */
    public void check(BiConsumer<? super Path, ? super String> admission) {
        for (Candidate copy : List.copyOf(this.copies.values())) {
            try {
                admission.accept(copy.directory(), copy.name());
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
     * @param loaded what the loaded bundles provide
     * @return the names
     */
    public List<String> loadOrder(Collection<LoadOrder.Provision> loaded) {
        while (true) {
            List<LoadOrder.Member> unordered = new ArrayList<>();
            this.copies.forEach((directory, copy) -> unordered.add(new LoadOrder.Member(directory, copy.manifest())));
            try {
                return LoadOrder.of(unordered, loaded, this.candidates.compatibility());
            }
            catch (DuplicateBundleException ex) {
                this.refusals.accept(ex);
                keepNewest(ex.bundleName());
            }
            catch (DependencyGraphException ex) {
                refuse(ex, (copy) -> isNamed(copy, ex.bundleNames().get(0)));
            }
            catch (ManifestException ex) {
                refuse(ex, (copy) -> ex.file().equals(BundlePath.in(copy.directory(), Manifest.FILE_NAME)));
            }
        }
    }

    private static boolean isNamed(Candidate copy, String name) {
        return copy.name().equals(name);
    }

    /** Drops all bundles of a name but the newest; that one, too, if it is not alone. */
    private void keepNewest(String name) {
        List<Candidate> sameName = this.copies.values().stream().filter((each) -> isNamed(each, name)).toList();
        Version newest = sameName.stream().map((each) -> each.manifest().version()).max(naturalOrder()).orElseThrow();
        List<Candidate> latest = sameName.stream().filter((each) -> each.manifest().version().equals(newest)).toList();
        sameName.stream().filter((each) -> latest.size() > 1 || !latest.contains(each)).forEach(this::drop);
        if (latest.size() == 1) {
            logger.warn("Of the folders with bundle '{}' the one with the highest version is used: {} in {}", name,
                    newest, latest.get(0).directory());
        }
        else {
            logger.warn("Bundle '{}' is left out: its highest version, {}, is in more than one folder: {}", name,
                    newest, latest.stream().map(Candidate::directory).toList());
        }
    }

    /** Of two that are meant, the one that was added later goes. */
    private void refuse(PolyplugException refusal, Predicate<Candidate> concerned) {
        this.refusals.accept(refusal);
        drop(this.copies.values()
            .stream()
            .filter(concerned)
            .reduce((first, second) -> second)
            .orElseThrow(() -> refusal));
    }

    private void drop(Candidate copy) {
        this.copies.remove(copy.directory());
        copy.delete();
    }

    /**
     * Hands over a copy; deleting it is the caller's from now on.
     * @param name the bundle's name
     * @return the copy
     */
    public Candidate take(String name) {
        Candidate copy = this.copies.values().stream().filter((each) -> isNamed(each, name)).findFirst().orElseThrow();
        this.copies.remove(copy.directory());
        return copy;
    }

    @Override
    public void close() {
        this.copies.values().forEach(Candidate::delete);
    }

}
