package io.polyplug.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadKind;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.ContextRuntimeListener;
import io.polyplug.rollout.AbandonmentCause;
import io.polyplug.rollout.RolloutPhase;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Times reloads and rollbacks by bundle and outcome, and counts the rollouts that ended
 * by bundle, outcome and cause. Runtimes that are built from the bean of type
 * {@link PolyplugRuntime.Builder} tell it. Thread-safe.
 */
final class ReloadMeters implements MeterBinder, ContextRuntimeListener, Ordered {

    static final String RELOAD = "polyplug.reload";

    static final String ROLLOUT_ENDED = "polyplug.rollout.ended";

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

    /**
     * {@inheritDoc}
     * <p>
     * What may come of a rollout is there with 0 when it begins, so that who looks at the
     * meters at intervals sees the step from 0 to 1.
     */
    @Override
    public void acceptRollout(RolloutPhase phase) {
        String bundle = phase.rollout().bundleName();
        if (phase instanceof RolloutPhase.Started) {
            count(bundle, null, 0);
            for (AbandonmentCause cause : AbandonmentCause.values()) {
                count(bundle, cause, 0);
            }
        }
        else if (phase instanceof RolloutPhase.Promoted) {
            count(bundle, null, 1);
        }
        else if (phase instanceof RolloutPhase.Abandoned abandoned) {
            count(bundle, abandoned.cause(), 1);
        }
    }

    /** Counts rollouts that were abandoned for that cause; those promoted have none. */
    private void count(String bundle, @Nullable AbandonmentCause cause, int rollouts) {
        for (MeterRegistry registry : this.registries) {
            Counter.builder(ROLLOUT_ENDED)
                .description("Rollouts of a bundle that ended")
                .baseUnit("rollouts")
                .tag(BUNDLE, bundle)
                .tag("outcome", (cause != null) ? "abandoned" : "promoted")
                .tag("cause", (cause != null) ? cause.name().toLowerCase(Locale.ROOT) : "none")
                .register(registry)
                .increment(rollouts);
        }
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
            Stream.of(RELOAD, ROLLOUT_ENDED)
                .flatMap((name) -> registry.find(name).meters().stream())
                .filter((meter) -> !bundles.contains(meter.getId().getTag(BUNDLE)))
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
