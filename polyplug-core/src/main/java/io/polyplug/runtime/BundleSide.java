package io.polyplug.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.polyplug.Holder;
import io.polyplug.loader.CodeLoaders;
import io.polyplug.operation.Operations;
import io.polyplug.plan.Plans;
import io.polyplug.proxy.CallFrame;
import io.polyplug.publication.Dependents;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.LoadedBundles;
import io.polyplug.publication.Phases;
import io.polyplug.publication.Publication;
import io.polyplug.publication.PublishedContracts;
import io.polyplug.publication.Retirements;
import io.polyplug.publication.RunningRollouts;
import io.polyplug.replacement.Reload;
import io.polyplug.replacement.Requests;
import io.polyplug.replacement.Rollouts;
import io.polyplug.replacement.Tryout;
import io.polyplug.staging.Activations;
import io.polyplug.staging.Candidates;
import io.polyplug.staging.Staging;
import io.polyplug.staging.StagingChecks;
import io.polyplug.staging.StagingRules;
import io.polyplug.store.RuntimeStore;
import io.polyplug.work.WorkDirectory;

/**
 * What bundles go through, from a folder until they are reclaimed: staging, publication
 * and the operations that lead there. Thread-safe.
 */
final class BundleSide {

    private final LoadedBundles loaded;

    private final Retirements retirements;

    private final Publication publication;

    private final Plans plans = new Plans();

    private final Lifecycle lifecycle;

    private final Observation observation;

    private final Statistics statistics;

    BundleSide(CallSide calls, Operations operations, CodeLoaders loaders, WorkDirectory work, RuntimeOptions options) {
        RuntimeStore<CallFrame> store = calls.store();
        StagingRules rules = options.bundles().rules();
        Phases phases = new Phases(options.listeners().phases(), options.listeners().rollouts(), operations.trace());
        Activations activations = new Activations(calls.counters());
        this.loaded = new LoadedBundles(activations);
        this.retirements = new Retirements(store, operations, phases);
        RunningRollouts rollouts = new RunningRollouts(phases);
        Dependents dependents = new Dependents(this.loaded, store, rules.compatibility());
        this.publication = new Publication(
                new PublishedContracts(store, calls.host().hostContracts(), operations, rules.compatibility()),
                this.loaded, dependents, this.retirements, rollouts);
        Candidates candidates = new Candidates(work, loaders, activations, rules, operations.trace());
        Staging staging = new Staging(calls.host(), new StagingChecks(store, rules.compatibility()), operations);
        Requests requests = new Requests(operations, phases, this.loaded, candidates,
                new Requests.Rules(options.bundles().hotReload(), options.patience().room()));
        Reload reload = new Reload(requests, staging, this.publication, this.retirements);
        Rollouts rolling = new Rollouts(requests, reload, new Tryout(staging, this.publication, operations), rollouts,
                this.plans);
        this.lifecycle = new Lifecycle(new Loading(operations, this.loaded, candidates, staging, this.publication),
                requests, new Lifecycle.Replacing(reload, rolling),
                new Unloading(operations, this.loaded, dependents, this.publication, phases),
                new Verification(operations, this.loaded, candidates, staging, this.publication));
        this.observation = new Observation(this.loaded, this.publication, operations.watch(), this.retirements);
        this.statistics = new Statistics(calls, this.loaded, this.retirements, activations, rollouts);
    }

    Lifecycle lifecycle() {
        return this.lifecycle;
    }

    Observation observation() {
        return this.observation;
    }

    Statistics statistics() {
        return this.statistics;
    }

    LoadedBundles loaded() {
        return this.loaded;
    }

    List<Holder> holders() {
        return this.retirements.holders();
    }

    /** Ends what rollouts do by themselves. */
    void endPlans() {
        this.plans.close();
    }

    /** What was loaded later may hold instances of what was loaded before. */
    void closeDependentsFirst() {
        List<LoadedBundle> last = new ArrayList<>(this.loaded.all());
        Collections.reverse(last);
        last.forEach(this.publication::close);
    }

}
