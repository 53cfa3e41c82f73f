package io.polyplug.autoconfigure.rollout;

import java.util.ArrayList;
import java.util.List;

import io.polyplug.autoconfigure.DurationProperty;
import io.polyplug.autoconfigure.PolyplugProperties.Rollout;
import io.polyplug.autoconfigure.PolyplugProperties.RolloutStep;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutPlan.Step;
import io.polyplug.rollout.RolloutSettings;
import org.jspecify.annotations.Nullable;

/**
 * The plan of rollouts, as properties have it.
 *
 * @param properties the properties
 */
record PlanProperties(Rollout properties) {

    private static final String PREFIX = "polyplug.rollout.";

    /**
     * Returns the plan, or {@code null} if the properties have no steps.
     * @throws ConfigurationException if a property has a value that no plan can have
     */
    @Nullable RolloutPlan plan() {
        double errorRatio = this.properties.errorRatio();
        require(errorRatio >= 0 && errorRatio <= 1, "error-ratio", errorRatio, "a share is from 0 to 1",
                "Give 0.01 for one call of a hundred");
        double latencyRatio = this.properties.latencyRatio();
        require(latencyRatio > 0, "latency-ratio", latencyRatio, "no time is below zero",
                "Give 1.5 for half as long again, or Infinity for no limit");
        long minimumCalls = this.properties.minimumCalls();
        require(minimumCalls > 0, "minimum-calls", minimumCalls, "nobody is judged by no calls",
                "Give a number from 1 on");
        List<RolloutStep> given = this.properties.steps();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            steps.add(step("steps[" + i + "].", given.get(i)));
        }
        return steps.isEmpty() ? null : new RolloutPlan(steps, errorRatio, latencyRatio, minimumCalls);
    }

    private static Step step(String name, RolloutStep step) {
        int weight = step.weight();
        require(weight > 0 && weight <= RolloutSettings.FULL_WEIGHT, name + "weight", weight,
                "a share of the calls is from 1 to 1000 per mille", "Give 10 for one call of a hundred");
        require(step.calls() >= 0, name + "calls", step.calls(), "there are never fewer than 0 calls",
                "Give 0 or more");
        return new Step(weight, new DurationProperty(PREFIX + name + "duration", step.duration()).notNegative(),
                step.calls());
    }

    private static void require(boolean condition, String name, Number value, String reason, String cure) {
        if (!condition) {
            String property = PREFIX + name;
            String summary = "Property '" + property + "' is " + value + ", and " + reason;
            throw new ConfigurationException(property, new Explanation(summary, summary, cure));
        }
    }

}
