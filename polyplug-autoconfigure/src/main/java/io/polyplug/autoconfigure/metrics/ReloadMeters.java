package io.polyplug.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadKind;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.ContextRuntimeListener;

import org.springframework.core.Ordered;

/**
 * Times reloads and rollbacks by bundle and outcome. Runtimes that are built from the
 * bean of type {@link PolyplugRuntime.Builder} tell it. Thread-safe.
 */
final class ReloadMeters implements MeterBinder, ContextRuntimeListener, Ordered {

    static final String RELOAD = "polyplug.reload";

    static final String BUNDLE = "bundle";

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void bindTo(MeterRegistry registry) {
        this.registries.add(registry);
    }

    /** Has somebody told after each phase. */
    void afterPhase(Runnable listener) {
        this.listeners.add(listener);
    }

    @Override
    public void accept(ReloadPhase phase) {
        if (phase instanceof ReloadPhase.Reloaded reloaded) {
            record(phase.bundleName(), (reloaded.kind() == ReloadKind.ROLLBACK) ? "rolled-back" : "reloaded",
                    reloaded.duration());
        }
        else if (phase instanceof ReloadPhase.Failed failed) {
            record(phase.bundleName(), "failed", failed.duration());
        }
        this.listeners.forEach(Runnable::run);
    }

    private void record(String bundle, String outcome, Duration duration) {
        for (MeterRegistry registry : this.registries) {
            Timer.builder(RELOAD)
                .description("Reloads and rollbacks of a bundle, from the start of the work to their end")
                .tag(BUNDLE, bundle)
                .tag("outcome", outcome)
                .register(registry)
                .record(duration);
        }
    }

    /** Takes the meters of all other bundles away. */
    void retain(Set<String> bundles) {
        for (MeterRegistry registry : this.registries) {
            registry.find(RELOAD)
                .timers()
                .stream()
                .filter((timer) -> !bundles.contains(timer.getId().getTag(BUNDLE)))
                .forEach(registry::remove);
        }
    }

    /**
     * Before other listeners, which may look at the meters.
     */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

}
