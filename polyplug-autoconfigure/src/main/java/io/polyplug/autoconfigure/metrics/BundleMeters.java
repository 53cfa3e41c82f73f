package io.polyplug.autoconfigure.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.polyplug.autoconfigure.metrics.Snapshot.Callee;

/**
 * The meters of the bundles in one registry. A bundle that has gone has none.
 * Thread-safe.
 */
final class BundleMeters {

    private final MeterRegistry registry;

    private final Snapshots snapshots;

    private final MultiGauge generations;

    private final MultiGauge guestMemory;

    private final Map<Callee, List<Meter>> counters = new HashMap<>();

    private Set<String> bundles = Set.of();

    BundleMeters(MeterRegistry registry, Snapshots snapshots) {
        this.registry = registry;
        this.snapshots = snapshots;
        this.generations = MultiGauge.builder("polyplug.generations")
            .baseUnit("generations")
            .description("Generations of a bundle: active serves, retired waits for calls that still use it")
            .register(registry);
        this.guestMemory = MultiGauge.builder("polyplug.guest.memory")
            .baseUnit("bytes")
            .description("Memory that a bundle has allocated through the host and not given back")
            .register(registry);
    }

    /** Makes meters for what is new, and removes those of what is gone. */
    synchronized void update(Snapshot snapshot) {
        if (!this.bundles.equals(snapshot.bundles())) {
            this.bundles = snapshot.bundles();
            this.generations.register(this.bundles.stream()
                .<Row<?>>mapMulti((bundle, rows) -> generations(bundle).forEach(rows))
                .toList());
            this.guestMemory.register(this.bundles.stream()
                .<Row<?>>map(
                        (bundle) -> row(Tags.of(ReloadMeters.BUNDLE, bundle), (recent) -> recent.guestBytes(bundle)))
                .toList());
        }
        if (!this.counters.keySet().equals(snapshot.callees())) {
            updateCounters(snapshot.callees());
        }
    }

    private Stream<Row<?>> generations(String bundle) {
        Tags tags = Tags.of(ReloadMeters.BUNDLE, bundle);
        return Stream.of(row(tags.and("state", "active"), (recent) -> recent.activeGenerations(bundle)),
                row(tags.and("state", "retired"), (recent) -> recent.retiredGenerations(bundle)));
    }

    private Row<?> row(Tags tags, ToDoubleFunction<Snapshot> value) {
        return Row.of(tags, () -> value.applyAsDouble(this.snapshots.recent()));
    }

    private void updateCounters(Set<Callee> callees) {
        Set<Callee> gone = new HashSet<>(this.counters.keySet());
        gone.removeAll(callees);
        gone.forEach((callee) -> Objects.requireNonNull(this.counters.remove(callee)).forEach(this.registry::remove));
        for (Callee callee : callees) {
            this.counters.computeIfAbsent(callee,
                    (key) -> List.of(
                            counter("polyplug.calls", "calls", "Calls by Java of the functions of a contract", callee,
                                    (recent) -> recent.calls(callee)),
                            counter("polyplug.call.errors", "errors", "Calls of these that ended with an error", callee,
                                    (recent) -> recent.errors(callee))));
        }
    }

    private Meter counter(String name, String unit, String description, Callee callee,
            ToDoubleFunction<Snapshot> value) {
        return FunctionCounter.builder(name, this.snapshots, (each) -> value.applyAsDouble(each.recent()))
            .tag(ReloadMeters.BUNDLE, callee.bundle())
            .tag("contract", callee.contract())
            .baseUnit(unit)
            .description(description)
            .register(this.registry);
    }

}
