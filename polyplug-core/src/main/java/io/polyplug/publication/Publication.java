package io.polyplug.publication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.polyplug.BundleInfo;
import io.polyplug.ContractInfo;
import io.polyplug.staging.OpenGeneration;
import io.polyplug.staging.StagedGeneration;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;

/**
 * Publishes staged generations and takes bundles away: publish first, retire after. The
 * life-cycle lock guards it, but for what describes, which any thread may ask.
 */
public final class Publication {

    private final PublishedContracts contracts;

    private final LoadedBundles bundles;

    private final Dependents dependents;

    private final Retirements retirements;

    /**
     * Creates it.
     * @param contracts what calls and guests find
     * @param bundles what is loaded
     * @param dependents who needs what of it
     * @param retirements takes what serves no more
     */
    public Publication(PublishedContracts contracts, LoadedBundles bundles, Dependents dependents,
            Retirements retirements) {
        this.contracts = contracts;
        this.bundles = bundles;
        this.dependents = dependents;
        this.retirements = retirements;
    }

    /**
     * Publishes the first generation of a bundle.
     * @param next the generation; closed if it cannot be published
     * @return the loaded bundle
     * @throws io.polyplug.error.PolyplugException if it cannot be published
     */
    public LoadedBundle publish(StagedGeneration next) {
        return publish(next, null);
    }

    /**
     * Publishes a generation in the place of another one (docs/behaviour.md 13.2, steps
     * 10 and 11). The other one is retired later.
     * @param replaced the bundle as it is loaded before
     * @param next the generation; closed if it cannot be published
     * @return the bundle as it is loaded now
     * @throws io.polyplug.error.PolyplugException if it cannot be published, or something
     * is lost that others need
     */
    public LoadedBundle replace(LoadedBundle replaced, StagedGeneration next) {
        try {
            this.dependents.requireNothingLost(replaced, next.generation());
        }
        catch (Throwable ex) {
            this.contracts.discard(next);
            throw ex;
        }
        return publish(next, replaced);
    }

    private LoadedBundle publish(StagedGeneration next, @Nullable LoadedBundle replaced) {
        OpenGeneration old = (replaced != null) ? replaced.active() : null;
        List<String> dropped = this.contracts.publish(next, (old != null) ? old.generation() : null);
        LoadedBundle bundle = new LoadedBundle(next.open(), old, Instant.now());
        this.bundles.put(bundle);
        this.contracts.settle(bundle.name(), dropped);
        return bundle;
    }

    /**
     * Requires that a generation could be published, and does not publish it.
     * @param next the generation
     * @param serving the bundle as it is loaded, or {@code null}
     * @throws io.polyplug.error.PolyplugException if it could not
     */
    public void requireFit(Generation next, @Nullable LoadedBundle serving) {
        if (serving != null) {
            this.dependents.requireNothingLost(serving, next);
        }
        this.contracts.requireFit(next, (serving != null) ? serving.generation() : null);
    }

    /**
     * Returns who is to be reloaded after a bundle (docs/behaviour.md 13.6).
     * @param before the bundle as it was loaded before
     * @param now the bundle as it is loaded now
     * @return the names of those that declare a contract of it, one that was dropped
     * included, and ask for it; sorted
     */
    public List<String> reloadedAfter(LoadedBundle before, LoadedBundle now) {
        List<GuestInterface> changed = new ArrayList<>(before.generation().interfaces());
        changed.addAll(now.generation().interfaces());
        return this.dependents.reinitializedAfter(changed);
    }

    /**
     * Retires what a replacement took the place of, after everybody was told of the
     * replacement.
     * @param replaced the bundle as it was loaded before
     */
    public void retireReplaced(LoadedBundle replaced) {
        this.retirements.retireReplaced(replaced);
    }

    /**
     * Describes a loaded bundle.
     * @param bundle the bundle
     * @return what it is now
     */
    public BundleInfo describe(LoadedBundle bundle) {
        return this.contracts.describe(bundle);
    }

    /**
     * Describes what a generation provides, whether it is published or not.
     * @param generation the generation
     * @return its contracts, in the order of registration
     */
    public List<ContractInfo> describe(Generation generation) {
        return this.contracts.describe(generation);
    }

    /**
     * Takes a bundle away, and tells which of its instances are alive.
     * @param bundle the bundle
     */
    public void withdraw(LoadedBundle bundle) {
        InstanceReport.beforeUnload(bundle.generation());
        withdraw(bundle, false);
    }

    /**
     * Takes a bundle away because the runtime is being closed.
     * @param bundle the bundle
     */
    public void close(LoadedBundle bundle) {
        withdraw(bundle, true);
    }

    private void withdraw(LoadedBundle bundle, boolean closing) {
        this.contracts.withdraw(bundle.generation());
        this.bundles.remove(bundle.name());
        LifecycleLog.unloaded(bundle.active(), closing);
        this.retirements.retireWithdrawn(bundle, closing);
    }

}
