package io.polyplug.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.polyplug.CallStatistics;
import io.polyplug.RuntimeStatistics;
import io.polyplug.ledger.CallCounter;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.LoadedBundles;
import io.polyplug.publication.Retirements;
import io.polyplug.publication.RunningRollouts;
import io.polyplug.staging.Activations;
import io.polyplug.store.Generation;

/**
 * Counts what there is in a runtime. Thread-safe.
 */
final class Statistics {

    private final CallSide calls;

    private final LoadedBundles bundles;

    private final Retirements retirements;

    private final Activations activations;

    private final RunningRollouts rollouts;

    Statistics(CallSide calls, LoadedBundles bundles, Retirements retirements, Activations activations,
            RunningRollouts rollouts) {
        this.calls = calls;
        this.bundles = bundles;
        this.retirements = retirements;
        this.activations = activations;
        this.rollouts = rollouts;
    }

    /**
     * Counts.
     * @param closedButMapped how many libraries stay mapped that nobody uses
     */
    RuntimeStatistics now(int closedButMapped) {
        List<Generation> active = this.bundles.all().stream().map(LoadedBundle::generation).toList();
        List<Generation> candidates = this.rollouts.candidates();
        List<Generation> retired = this.retirements.pending();
        long instances = active.stream().mapToLong(Generation::liveInstances).sum()
                + candidates.stream().mapToLong(Generation::liveInstances).sum()
                + retired.stream().mapToLong(Generation::liveInstances).sum();
        Map<String, Long> bytes = new HashMap<>();
        this.activations.ledgers().forEach((name, ledger) -> bytes.put(name, ledger.heldBytes()));
        Map<String, List<Long>> retiredByBundle = retired.stream()
            .sorted(Comparator.comparingLong(Generation::number))
            .collect(Collectors.groupingBy(Generation::bundleName,
                    Collectors.mapping(Generation::number, Collectors.toList())));
        return new RuntimeStatistics(this.calls.store().revision(), this.calls.store().pinned(), active.size(),
                active.size() + candidates.size(), retired.size(), this.retirements.reclaimedGenerations(),
                closedButMapped, instances, this.retirements.holders(), bytes, retiredByBundle,
                this.calls.async().statistics(), callStatistics());
    }

    /**
     * A call that failed while its bundle was replaced by another may be credited to that
     * one, so there could be more errors than calls.
     */
    private List<CallStatistics> callStatistics() {
        List<CallStatistics> counted = new ArrayList<>();
        this.calls.store().settleCalls();
        for (CallCounter each : this.calls.counters().all()) {
            long errors = each.errors();
            counted.add(
                    new CallStatistics(each.bundleName(), each.contractName(), Math.max(each.calls(), errors), errors));
        }
        return counted;
    }

}
