package io.polyplug.autoconfigure.metrics;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.polyplug.async.AsyncPoolStatistics;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.autoconfigure.event.BundleRolloutEvent;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * What a runtime counts, as meters: those of the whole runtime here, those of single
 * bundles in {@link BundleMeters}. Thread-safe.
 * <p>
 * Bundles come and go. Their meters follow with each phase, also of a rollout, when
 * bundles have been loaded at start-up, and when the meters are read: by then at the
 * latest.
 */
final class RuntimeMeters implements MeterBinder, SmartApplicationListener {

    private final Snapshots snapshots;

    private final ReloadMeters reloads;

    private final List<BundleMeters> bundleMeters = new CopyOnWriteArrayList<>();

    private final List<MachineMeters> machineMeters = new CopyOnWriteArrayList<>();

    private final List<RolloutMeters> rolloutMeters = new CopyOnWriteArrayList<>();

    private volatile Set<String> timed = Set.of();

    RuntimeMeters(Snapshots snapshots, ReloadMeters reloads) {
        this.snapshots = snapshots;
        this.reloads = reloads;
        reloads.afterPhase(this::follow);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "polyplug.bundles", "bundles", "Loaded bundles", (snapshot) -> snapshot.statistics().bundles());
        gauge(registry, "polyplug.pins", "pins", "Calls and guards in flight",
                (snapshot) -> snapshot.statistics().activePins());
        gauge(registry, "polyplug.instances", "instances", "Guest instances that exist",
                (snapshot) -> snapshot.statistics().liveInstances());
        gauge(registry, "polyplug.closed.but.mapped", "generations",
                "Reclaimed generations whose library the C library did not unmap",
                (snapshot) -> snapshot.statistics().closedButMapped());
        this.snapshots.now().pools().keySet().forEach((pool) -> bindPool(registry, pool));
        this.bundleMeters.add(new BundleMeters(registry, this.snapshots));
        this.machineMeters.add(new MachineMeters(registry, this.snapshots));
        this.rolloutMeters.add(new RolloutMeters(registry, this.snapshots));
        follow();
    }

    private void gauge(MeterRegistry registry, String name, String unit, String description,
            ToDoubleFunction<Snapshot> value) {
        Gauge.builder(name, this, (meters) -> value.applyAsDouble(meters.read()))
            .baseUnit(unit)
            .description(description)
            .register(registry);
    }

    private void bindPool(MeterRegistry registry, String pool) {
        poolGauge(registry, pool, "polyplug.async.pool.size", "threads",
                "Threads that a pool of asynchronous calls may have", AsyncPoolStatistics::size);
        poolGauge(registry, pool, "polyplug.async.active", "threads", "Threads that are making asynchronous calls",
                AsyncPoolStatistics::active);
        poolGauge(registry, pool, "polyplug.async.queued", "calls", "Asynchronous calls that wait for a thread",
                AsyncPoolStatistics::queued);
        FunctionCounter
            .builder("polyplug.async.rejected", this, (meters) -> meters.pool(pool, AsyncPoolStatistics::rejected))
            .tag("pool", pool)
            .baseUnit("calls")
            .description("Asynchronous calls that were refused because the queue was full")
            .register(registry);
    }

    private void poolGauge(MeterRegistry registry, String pool, String name, String unit, String description,
            ToDoubleFunction<AsyncPoolStatistics> value) {
        Gauge.builder(name, this, (meters) -> meters.pool(pool, value))
            .tag("pool", pool)
            .baseUnit(unit)
            .description(description)
            .register(registry);
    }

    private double pool(String pool, ToDoubleFunction<AsyncPoolStatistics> value) {
        AsyncPoolStatistics statistics = read().pools().get(pool);
        return (statistics != null) ? value.applyAsDouble(statistics) : 0;
    }

    /** What is recent; where that has other bundles than before, meters follow. */
    private Snapshot read() {
        Snapshot recent = this.snapshots.recent();
        update(recent);
        return recent;
    }

    private void follow() {
        update(this.snapshots.now());
    }

    private void update(Snapshot snapshot) {
        this.bundleMeters.forEach((meters) -> meters.update(snapshot));
        this.machineMeters.forEach((meters) -> meters.update(snapshot));
        this.rolloutMeters.forEach((meters) -> meters.update(snapshot));
        if (!this.timed.equals(snapshot.bundles())) {
            this.timed = snapshot.bundles();
            this.reloads.retain(snapshot.bundles());
        }
    }

    @Override
    public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
        return BundleLoadedEvent.class.isAssignableFrom(eventType)
                || BundleRolloutEvent.class.isAssignableFrom(eventType);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        follow();
    }

}
