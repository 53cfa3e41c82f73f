package io.polyplug.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.polyplug.CallStatistics;
import io.polyplug.MachineStatistics;
import io.polyplug.RuntimeStatistics;
import io.polyplug.async.AsyncPoolStatistics;
import io.polyplug.rollout.RolloutInfo;

/**
 * What a runtime counted up to a moment, as meters want to look it up. Immutable.
 */
final class Snapshot {

    private final RuntimeStatistics statistics;

    private final List<String> loaded;

    private final Set<String> bundles;

    private final Map<Callee, CallStatistics> calls;

    private final Map<String, AsyncPoolStatistics> pools;

    private final Map<String, MachineStatistics> machines;

    private final Map<String, RolloutInfo> rollouts;

    Snapshot(RuntimeStatistics statistics, List<String> loaded, List<RolloutInfo> rollouts) {
        this.statistics = statistics;
        this.loaded = List.copyOf(loaded);
        this.bundles = new TreeSet<>(loaded);
        this.bundles.addAll(statistics.retiredByBundle().keySet());
        this.calls = statistics.calls()
            .stream()
            .filter((each) -> this.bundles.contains(each.bundleName()))
            .collect(Collectors.toMap((each) -> new Callee(each.bundleName(), each.contractName()),
                    Function.identity()));
        this.pools = statistics.asyncPools()
            .stream()
            .collect(Collectors.toMap((pool) -> pool.bundleName().orElse("shared"), Function.identity(),
                    (first, second) -> first));
        this.machines = statistics.machines()
            .stream()
            .filter((each) -> this.bundles.contains(each.bundleName()))
            .collect(Collectors.toMap(MachineStatistics::bundleName, Function.identity()));
        this.rollouts = rollouts.stream().collect(Collectors.toMap(RolloutInfo::bundleName, Function.identity()));
    }

    RuntimeStatistics statistics() {
        return this.statistics;
    }

    /** Returns the bundles of which something is there: loaded, or not yet reclaimed. */
    Set<String> bundles() {
        return this.bundles;
    }

    /** Returns what may be called, of these bundles. */
    Set<Callee> callees() {
        return this.calls.keySet();
    }

    /** Returns the pools of asynchronous calls, by bundle name or {@code shared}. */
    Map<String, AsyncPoolStatistics> pools() {
        return this.pools;
    }

    /** Returns those of the bundles that are scripts. */
    Set<String> scripts() {
        return this.machines.keySet();
    }

    /** Returns the rollouts that are under way, by bundle name. */
    Map<String, RolloutInfo> rollouts() {
        return this.rollouts;
    }

    int activeGenerations(String bundle) {
        return this.loaded.contains(bundle) ? 1 : 0;
    }

    int retiredGenerations(String bundle) {
        return this.statistics.retiredByBundle().getOrDefault(bundle, List.of()).size();
    }

    long guestBytes(String bundle) {
        return this.statistics.guestBytes().getOrDefault(bundle, 0L);
    }

    long calls(Callee callee) {
        CallStatistics counted = this.calls.get(callee);
        return (counted != null) ? counted.calls() : 0;
    }

    long errors(Callee callee) {
        CallStatistics counted = this.calls.get(callee);
        return (counted != null) ? counted.errors() : 0;
    }

    MachineStatistics machines(String bundle) {
        MachineStatistics counted = this.machines.get(bundle);
        return (counted != null) ? counted : new MachineStatistics(bundle, 0, 0, 0, 0, Duration.ZERO);
    }

    /**
     * A contract of a bundle.
     *
     * @param bundle the bundle's name
     * @param contract the contract's name
     */
    record Callee(String bundle, String contract) {
    }

}
