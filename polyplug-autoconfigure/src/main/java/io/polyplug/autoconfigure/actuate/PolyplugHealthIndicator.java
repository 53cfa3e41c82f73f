package io.polyplug.autoconfigure.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.polyplug.BundleInfo;
import io.polyplug.Holder;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.autoconfigure.PolyplugProperties.HealthStatus;
import io.polyplug.rollout.RolloutInfo;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} that is DOWN while a required bundle is not loaded. A reload
 * that failed, a call that does not return, an operation that hangs and calls that end
 * with errors are told, as are rollouts and calls that wait for a script, but leave the
 * health UP, for the bundle serves, unless properties give the first four another status.
 */
final class PolyplugHealthIndicator extends AbstractHealthIndicator {

    private final PolyplugRuntime runtime;

    private final PolyplugProperties properties;

    private final ReloadHistory history;

    private final ErrorRatios errorRatios;

    PolyplugHealthIndicator(PolyplugRuntime runtime, PolyplugProperties properties, ReloadHistory history) {
        super("polyplug health check failed");
        this.runtime = runtime;
        this.properties = properties;
        this.history = history;
        this.errorRatios = new ErrorRatios(runtime, properties.health());
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<BundleInfo> bundles = this.runtime.bundles();
        Map<String, String> versions = new LinkedHashMap<>();
        bundles.forEach((bundle) -> versions.put(bundle.name(), bundle.version().toString()));
        List<String> missing = missing(versions);
        List<String> failedReloads = failedReloads(versions);
        List<String> stuckCalls = stuckCalls();
        List<String> slowOperations = slowOperations();
        List<String> errorRatios = this.errorRatios.tooHigh();
        PolyplugProperties.Health health = this.properties.health();
        HealthStatus status = HealthStatus.worst(missing.isEmpty() ? HealthStatus.UP : HealthStatus.DOWN,
                failedReloads.isEmpty() ? HealthStatus.UP : health.failedReloadStatus(),
                stuckCalls.isEmpty() ? HealthStatus.UP : health.stuckCallStatus(),
                slowOperations.isEmpty() ? HealthStatus.UP : health.slowOperationStatus(),
                errorRatios.isEmpty() ? HealthStatus.UP : health.errorRatioStatus());
        builder.status(new Status(status.name())).withDetail("bundles", versions);
        tellUnlessEmpty(builder, "missingBundles", missing);
        tellUnlessEmpty(builder, "failedReloads", failedReloads);
        tellUnlessEmpty(builder, "stuckCalls", stuckCalls);
        tellUnlessEmpty(builder, "slowOperations", slowOperations);
        tellUnlessEmpty(builder, "errorRatios", errorRatios);
        tellUnlessEmpty(builder, "waitingCalls", waitingCalls());
        tellUnlessEmpty(builder, "rollouts",
                this.runtime.rollouts().stream().map(PolyplugHealthIndicator::describe).toList());
    }

    private List<String> slowOperations() {
        Duration threshold = this.properties.lifecycle().slowOperationThreshold();
        return this.runtime.runningOperations()
            .stream()
            .filter((running) -> running.stepAge().compareTo(threshold) >= 0)
            .map((running) -> running.kind().name().toLowerCase(Locale.ROOT)
                    + running.bundleName().map((bundle) -> " of bundle '" + bundle + "'").orElse("") + ": "
                    + running.step() + ", on thread '" + running.thread() + "', for " + running.stepAge().toSeconds()
                    + " s")
            .toList();
    }

    private static void tellUnlessEmpty(Health.Builder builder, String name, List<String> values) {
        if (!values.isEmpty()) {
            builder.withDetail(name, values);
        }
    }

    private List<String> missing(Map<String, String> loaded) {
        return this.properties.bundles()
            .entrySet()
            .stream()
            .filter((entry) -> entry.getValue().required() && !loaded.containsKey(entry.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    }

    private List<String> failedReloads(Map<String, String> loaded) {
        return loaded.keySet()
            .stream()
            .flatMap((name) -> this.history.lastReload(name)
                .filter((last) -> !last.successful())
                .map((last) -> name + ": " + last.reason())
                .stream())
            .toList();
    }

    private List<String> stuckCalls() {
        Duration threshold = this.properties.health().stuckCallThreshold();
        return this.runtime.statistics()
            .holders()
            .stream()
            .filter((holder) -> holder.age().compareTo(threshold) >= 0)
            .map(PolyplugHealthIndicator::describe)
            .toList();
    }

    private List<String> waitingCalls() {
        return this.runtime.statistics()
            .machines()
            .stream()
            .filter((each) -> each.waiting() > 0)
            .map((each) -> each.bundleName() + ": " + each.waiting() + " waiting, " + each.busy() + " of "
                    + each.machines() + " machines in use")
            .toList();
    }

    private static String describe(RolloutInfo rollout) {
        return rollout.bundleName() + ": " + rollout.candidateVersion() + " (generation "
                + rollout.candidateGeneration() + ") is " + RolloutDescriptor.modeOf(rollout) + " for "
                + rollout.weight() + " of 1000 calls beside " + rollout.servingVersion();
    }

    private static String describe(Holder holder) {
        return holder.contract() + " of bundle '" + holder.bundleName() + "', generation " + holder.generation()
                + holder.thread().map((thread) -> ", on thread '" + thread + "'").orElse("") + ", for "
                + holder.age().toSeconds() + " s";
    }

}
