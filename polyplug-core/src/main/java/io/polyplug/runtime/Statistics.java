package io.polyplug.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.CallStatistics;
import io.polyplug.MachineStatistics;
import io.polyplug.RuntimeStatistics;
import io.polyplug.ledger.CallCounter;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.LoadedBundles;
import io.polyplug.publication.Retirements;
import io.polyplug.publication.RunningRollouts;
import io.polyplug.staging.Activations;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.Seats;

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
        List<Generation> all = Stream.of(active, candidates, retired).flatMap(List::stream).toList();
        long instances = all.stream().mapToLong(Generation::liveInstances).sum();
        Map<String, Long> bytes = new HashMap<>();
        this.activations.ledgers().forEach((name, ledger) -> bytes.put(name, ledger.heldBytes()));
        Map<String, List<Long>> retiredByBundle = retired.stream()
            .sorted(Comparator.comparingLong(Generation::number))
            .collect(Collectors.groupingBy(Generation::bundleName,
                    Collectors.mapping(Generation::number, Collectors.toList())));
        return new RuntimeStatistics(this.calls.store().revision(), this.calls.store().pinned(), active.size(),
                active.size() + candidates.size(), retired.size(), this.retirements.reclaimedGenerations(),
                closedButMapped, instances, this.retirements.holders(), bytes, retiredByBundle,
                this.calls.async().statistics(), callStatistics(), machineStatistics(all));
    }

    private List<MachineStatistics> machineStatistics(List<Generation> generations) {
        List<MachineStatistics> counted = new ArrayList<>();
        new TreeMap<>(this.activations.ledgers()).forEach((name, ledger) -> {
            if (ledger.machines() > 0) {
                List<Seats> seats = generations.stream()
                    .filter((each) -> each.bundleName().equals(name))
                    .flatMap((each) -> each.interfaces().stream())
                    .map(GuestInterface::seats)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
                counted.add(new MachineStatistics(name, ledger.machines(), seats.stream().mapToInt(Seats::busy).sum(),
                        seats.stream().mapToInt(Seats::waiting).sum(), ledger.waits(),
                        Duration.ofNanos(ledger.waitedNanos())));
            }
        });
        return counted;
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
