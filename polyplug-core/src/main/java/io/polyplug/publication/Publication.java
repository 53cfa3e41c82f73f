package io.polyplug.publication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.polyplug.BundleInfo;
import io.polyplug.ContractInfo;
import io.polyplug.rollout.AbandonmentCause;
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

    private final RunningRollouts rollouts;

    /**
     * Creates it.
     * @param contracts what calls and guests find
     * @param bundles what is loaded
     * @param dependents who needs what of it
     * @param retirements takes what serves no more
     * @param rollouts which bundles share their calls with a candidate
     */
    public Publication(PublishedContracts contracts, LoadedBundles bundles, Dependents dependents,
            Retirements retirements, RunningRollouts rollouts) {
        this.contracts = contracts;
        this.bundles = bundles;
        this.dependents = dependents;
        this.retirements = retirements;
        this.rollouts = rollouts;
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
        LoadedBundle bundle = published(next, old, dropped);
        end(bundle.name(), "the bundle was replaced by version " + next.generation().version() + " (generation "
                + next.generation().number() + ")", AbandonmentCause.SUPERSEDED, false);
        return bundle;
    }

    private LoadedBundle published(StagedGeneration next, @Nullable OpenGeneration old, List<String> dropped) {
        LoadedBundle bundle = new LoadedBundle(next.open(), old, Instant.now());
        this.bundles.put(bundle);
        this.contracts.settle(bundle.name(), dropped);
        return bundle;
    }

    /**
     * Has what serves share its calls with a candidate, which nobody but calls finds.
     * @param rollout the rollout, whose candidate could be published
     */
    public void begin(Rollout rollout) {
        this.bundles.number(rollout.candidate().generation());
        this.contracts.share(rollout);
        this.rollouts.begin(rollout);
    }

    /**
     * Publishes a candidate that shares the calls, as {@link #replace} does.
     * @param rollout the rollout, which is over then; if its candidate cannot be
     * published it goes on
     * @return the bundle as it is loaded now
     * @throws io.polyplug.error.PolyplugException if it cannot be published, or something
     * is lost that others need
     */
    public LoadedBundle promote(Rollout rollout) {
        StagedGeneration candidate = rollout.candidate();
        this.dependents.requireNothingLost(rollout.serving(), candidate.generation());
        List<String> dropped = this.contracts.promote(candidate, rollout.serving().generation());
        this.rollouts.remove(rollout.bundleName());
        return published(candidate, rollout.serving().active(), dropped);
    }

    /**
     * Has what serves get all calls again, and retires the candidate.
     * @param rollout the rollout, which is over then
     * @param reason why
     * @param cause the same for programs
     */
    public void abandon(Rollout rollout, String reason, AbandonmentCause cause) {
        this.contracts.endSharing(rollout.trial());
        end(rollout.bundleName(), reason, cause, false);
    }

    /**
     * Ends the rollout of a bundle, if it has one, whose candidate gets no more calls.
     */
    private void end(String bundleName, String reason, AbandonmentCause cause, boolean closing) {
        Rollout rollout = this.rollouts.remove(bundleName);
        if (rollout != null) {
            this.retirements.retireCandidate(rollout.candidate().open(), closing);
            this.rollouts.abandoned(rollout, reason, cause);
        }
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
        end(bundle.name(), closing ? "the runtime closes" : "the bundle was unloaded", AbandonmentCause.SUPERSEDED,
                closing);
        this.retirements.retireWithdrawn(bundle, closing);
    }

}
