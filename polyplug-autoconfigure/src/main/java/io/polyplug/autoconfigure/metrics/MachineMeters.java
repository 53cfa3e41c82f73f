package io.polyplug.autoconfigure.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.polyplug.MachineStatistics;

/**
 * The meters of the machines of scripts in one registry. A bundle that has no machine has
 * none. Thread-safe.
 */
final class MachineMeters {

    private final MeterRegistry registry;

    private final Snapshots snapshots;

    private final Map<String, List<Meter>> meters = new HashMap<>();

    MachineMeters(MeterRegistry registry, Snapshots snapshots) {
        this.registry = registry;
        this.snapshots = snapshots;
    }

    /** Makes meters for scripts that are new, and removes those of scripts that went. */
    synchronized void update(Snapshot snapshot) {
        Set<String> gone = new HashSet<>(this.meters.keySet());
        gone.removeAll(snapshot.scripts());
        gone.forEach((bundle) -> Objects.requireNonNull(this.meters.remove(bundle)).forEach(this.registry::remove));
        snapshot.scripts().forEach((bundle) -> this.meters.computeIfAbsent(bundle, this::register));
    }

    private List<Meter> register(String bundle) {
        return List.of(
                gauge(bundle, "polyplug.machines", "machines",
                        "Machines of a script, with those of its old generations", MachineStatistics::machines),
                gauge(bundle, "polyplug.machine.waiting", "calls", "Calls that wait for a machine of a script",
                        MachineStatistics::waiting),
                FunctionTimer
                    .builder("polyplug.machine.wait", this.snapshots, (each) -> each.recent().machines(bundle).waits(),
                            (each) -> each.recent().machines(bundle).waited().toNanos(), TimeUnit.NANOSECONDS)
                    .tag(ReloadMeters.BUNDLE, bundle)
                    .description("Calls that had to wait for a machine of a script, and for how long")
                    .register(this.registry));
    }

    private Meter gauge(String bundle, String name, String unit, String description,
            ToDoubleFunction<MachineStatistics> value) {
        return Gauge.builder(name, this.snapshots, (each) -> value.applyAsDouble(each.recent().machines(bundle)))
            .tag(ReloadMeters.BUNDLE, bundle)
            .baseUnit(unit)
            .description(description)
            .register(this.registry);
    }

}
