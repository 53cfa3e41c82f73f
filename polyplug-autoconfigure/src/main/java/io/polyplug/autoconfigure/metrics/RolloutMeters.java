package io.polyplug.autoconfigure.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.polyplug.rollout.RolloutFigures;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutSettings;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the rollouts that are under way, in one registry. What ended is counted
 * by {@link ReloadMeters}. Thread-safe.
 */
final class RolloutMeters {

    private final MeterRegistry registry;

    private final Snapshots snapshots;

    private final Map<Trial, List<Meter>> meters = new HashMap<>();

    RolloutMeters(MeterRegistry registry, Snapshots snapshots) {
        this.registry = registry;
        this.snapshots = snapshots;
    }

    /**
     * Makes meters for rollouts that are new, and removes those of rollouts that ended.
     */
    synchronized void update(Snapshot snapshot) {
        Set<Trial> present = new HashSet<>();
        snapshot.rollouts().values().forEach((rollout) -> present.add(Trial.of(rollout)));
        Set<Trial> ended = new HashSet<>(this.meters.keySet());
        ended.removeAll(present);
        ended.forEach((trial) -> Objects.requireNonNull(this.meters.remove(trial)).forEach(this.registry::remove));
        present.forEach((trial) -> this.meters.computeIfAbsent(trial, this::register));
    }

    private List<Meter> register(Trial trial) {
        Side candidate = new Side(trial, "candidate", trial.candidateGeneration(), RolloutInfo::candidate);
        Side serving = new Side(trial, "serving", trial.servingGeneration(), RolloutInfo::serving);
        Meter weight = Gauge.builder("polyplug.rollout.weight", this.snapshots, (each) -> weight(each.recent(), trial))
            .tag(ReloadMeters.BUNDLE, trial.bundle())
            .baseUnit("ratio")
            .description("Share of the calls that the candidate of a rollout gets")
            .register(this.registry);
        return List.of(weight, calls(candidate), errors(candidate), median(candidate), calls(serving), errors(serving),
                median(serving));
    }

    private static double weight(Snapshot recent, Trial trial) {
        RolloutInfo rollout = trial.in(recent);
        return (rollout != null) ? (double) rollout.weight() / RolloutSettings.FULL_WEIGHT : Double.NaN;
    }

    private Meter calls(Side side) {
        return counter("polyplug.rollout.calls", "calls", "Calls that a version got since its rollout began", side,
                RolloutFigures::calls);
    }

    private Meter errors(Side side) {
        return counter("polyplug.rollout.errors", "errors", "Calls of these that ended with an error", side,
                RolloutFigures::errors);
    }

    private Meter counter(String name, String unit, String description, Side side,
            ToDoubleFunction<RolloutFigures> value) {
        return FunctionCounter.builder(name, this.snapshots, (each) -> side.read(each.recent(), value, 0))
            .tags(side.tags())
            .baseUnit(unit)
            .description(description)
            .register(this.registry);
    }

    private Meter median(Side side) {
        return TimeGauge
            .builder("polyplug.rollout.median", this.snapshots, TimeUnit.NANOSECONDS,
                    (each) -> side.read(each.recent(), RolloutMeters::median, Double.NaN))
            .tags(side.tags())
            .description("Median time of a sample of the calls that a version got")
            .register(this.registry);
    }

    private static double median(RolloutFigures figures) {
        return (figures.timedCalls() > 0) ? figures.median().toNanos() : Double.NaN;
    }

    /**
     * A rollout, whatever it has come to.
     *
     * @param bundle the bundle's name
     * @param servingGeneration the generation that served before
     * @param candidateGeneration the generation that is tried
     */
    private record Trial(String bundle, long servingGeneration, long candidateGeneration) {

        static Trial of(RolloutInfo rollout) {
            return new Trial(rollout.bundleName(), rollout.servingGeneration(), rollout.candidateGeneration());
        }

        @Nullable RolloutInfo in(Snapshot snapshot) {
            RolloutInfo rollout = snapshot.rollouts().get(this.bundle);
            return (rollout != null && of(rollout).equals(this)) ? rollout : null;
        }

    }

    /**
     * One of the two versions of a rollout.
     *
     * @param trial the rollout
     * @param name what it is in it
     * @param generation its generation
     * @param figures what it did
     */
    private record Side(Trial trial, String name, long generation, Figures figures) {

        Tags tags() {
            return Tags.of(ReloadMeters.BUNDLE, this.trial.bundle(), "side", this.name, "generation",
                    Long.toString(this.generation));
        }

        double read(Snapshot snapshot, ToDoubleFunction<RolloutFigures> value, double otherwise) {
            RolloutInfo rollout = this.trial.in(snapshot);
            return (rollout != null) ? value.applyAsDouble(this.figures.of(rollout)) : otherwise;
        }

    }

    /** What one version did. */
    private interface Figures {

        RolloutFigures of(RolloutInfo rollout);

    }

}
