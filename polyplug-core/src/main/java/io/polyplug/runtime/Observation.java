package io.polyplug.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.polyplug.BundleInfo;
import io.polyplug.RunningOperation;
import io.polyplug.operation.OperationWatch;
import io.polyplug.publication.LoadedBundles;
import io.polyplug.publication.Publication;
import io.polyplug.publication.Retirements;

/**
 * What there is in a runtime, and what is going on. Thread-safe; nothing here waits for
 * an operation.
 */
public final class Observation {

    private final LoadedBundles bundles;

    private final Publication publication;

    private final OperationWatch watch;

    private final Retirements retirements;

    Observation(LoadedBundles bundles, Publication publication, OperationWatch watch, Retirements retirements) {
        this.bundles = bundles;
        this.publication = publication;
        this.watch = watch;
        this.retirements = retirements;
    }

    /**
     * {@return the loaded bundles, in the order of loading}
     */
    public List<BundleInfo> bundles() {
        return this.bundles.all().stream().map(this.publication::describe).toList();
    }

    /**
     * Returns a loaded bundle.
     * @param name the bundle's name
     * @return the bundle, or nothing if none of that name is loaded
     */
    public Optional<BundleInfo> bundle(String name) {
        return Optional.ofNullable(this.bundles.find(name)).map(this.publication::describe);
    }

    /**
     * Returns what is being done to bundles.
     * @return the operation that has the life-cycle lock, and behind it what is being
     * reclaimed
     */
    public List<RunningOperation> runningOperations() {
        return this.watch.running();
    }

    /**
     * Waits until nothing retired is left.
     * @param timeout how long to wait at most
     * @return whether nothing is left
     */
    public boolean awaitReclamation(Duration timeout) {
        return this.retirements.awaitNone(timeout);
    }

    /**
     * Waits until nothing retired of one bundle is left.
     * @param bundleName the bundle's name
     * @param timeout how long to wait at most
     * @return whether nothing is left
     */
    public boolean awaitReclamation(String bundleName, Duration timeout) {
        return this.retirements.awaitNoneOf(bundleName, timeout);
    }

}
