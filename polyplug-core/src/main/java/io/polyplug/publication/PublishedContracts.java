package io.polyplug.publication;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.polyplug.BundleInfo;
import io.polyplug.Compatibility;
import io.polyplug.ContractInfo;
import io.polyplug.bundle.Violations;
import io.polyplug.error.BundleLoadException;
import io.polyplug.hostcontract.HostContracts;
import io.polyplug.operation.Operations;
import io.polyplug.operation.Step;
import io.polyplug.staging.StagedGeneration;
import io.polyplug.store.Generation;
import io.polyplug.store.RuntimeStore;
import io.polyplug.trial.Trial;

/**
 * The contracts of a generation, those that it provides and those that it offers to
 * guests, as calls and guests find them. The life-cycle lock guards it, but for what
 * describes, which any thread may ask.
 */
public final class PublishedContracts {

    private final RuntimeStore<?> store;

    private final HostContracts hostContracts;

    private final Operations operations;

    private final Compatibility compatibility;

    /**
     * Creates it.
     * @param store what Java and guests find
     * @param hostContracts what guests find
     * @param operations told what is done next
     * @param compatibility what becomes of contracts that are called and go
     */
    public PublishedContracts(RuntimeStore<?> store, HostContracts hostContracts, Operations operations,
            Compatibility compatibility) {
        this.store = store;
        this.hostContracts = hostContracts;
        this.operations = operations;
        this.compatibility = compatibility;
    }

    /** Requires that a generation could be published. */
    void requireFit(Generation next, @Nullable Generation serving) {
        this.store.requireFit(next, serving, toleratesLoss());
    }

    /** Publishes a generation, or closes it. Returns what it drops that is called. */
    List<String> publish(StagedGeneration next, @Nullable Generation before) {
        List<String> dropped;
        try {
            dropped = activate(next, before);
        }
        catch (Throwable ex) {
            if (!this.store.isPublished(next.generation())) {
                discard(next);
            }
            throw ex;
        }
        this.hostContracts.activate(next.offers(), before);
        return dropped;
    }

    private List<String> activate(StagedGeneration next, @Nullable Generation before) {
        beginPublishing();
        return this.store.activate(next.generation(), before, toleratesLoss());
    }

    private void beginPublishing() {
        this.operations.trace().step(Step.PUBLISHING);
        this.operations.requireNotAbandoned();
    }

    /**
     * Publishes a candidate that shares the calls already, so that it must not be closed
     * if this fails. Returns what it drops that is called.
     */
    List<String> promote(StagedGeneration candidate, Generation before) {
        List<String> dropped = activate(candidate, before);
        this.hostContracts.activate(candidate.offers(), before);
        return dropped;
    }

    /** Has what serves share its calls with a candidate. */
    void share(Rollout rollout) {
        beginPublishing();
        this.store.split(rollout.serving().generation(), rollout.candidate().generation(), rollout.trial());
    }

    /** Has what serves get all calls again. */
    void endSharing(Trial trial) {
        this.operations.trace().step(Step.WITHDRAWING);
        this.store.unsplit(trial);
    }

    /** Closes what does not come to be published. */
    void discard(StagedGeneration next) {
        next.discard(this.operations.trace()::step);
    }

    /** Tells of contracts that are called and went. */
    void settle(String bundleName, List<String> dropped) {
        dropped.forEach((each) -> Violations.settle(this.compatibility, new BundleLoadException(bundleName, each)));
    }

    void withdraw(Generation generation) {
        this.operations.trace().step(Step.WITHDRAWING);
        this.store.withdraw(generation);
        this.hostContracts.withdraw(generation);
    }

    private boolean toleratesLoss() {
        return this.compatibility != Compatibility.STRICT;
    }

    /** Describes what a generation provides, whether it is published or not. */
    List<ContractInfo> describe(Generation generation) {
        return LoadedBundle.contracts(generation, this.store);
    }

    /**
     * Describes a loaded bundle.
     * @param bundle the bundle
     * @return what it is now
     */
    public BundleInfo describe(LoadedBundle bundle) {
        return bundle.describe(this.store);
    }

}
