package io.polyplug.autoconfigure.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.DurationProperty;
import io.polyplug.autoconfigure.PolyplugProperties.RolloutStep;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.rollout.RolloutPlan.Step;
import io.polyplug.rollout.RolloutSettings;

/**
 * What properties say about a plan: each method returns what it is given, or fails with a
 * {@link ConfigurationException} that names the property if no plan can have that.
 *
 * @param names makes the name of a property from that of a setting
 */
record PlanProperties(UnaryOperator<String> names) {

    static PlanProperties ofAllBundles() {
        return new PlanProperties("polyplug.rollout."::concat);
    }

    static PlanProperties of(String bundle) {
        return new PlanProperties((setting) -> ConfiguredFolders.property(bundle, "rollout." + setting));
    }

    double errorRatio(double ratio) {
        require(ratio >= 0 && ratio <= 1, "error-ratio", ratio, "a share is from 0 to 1",
                "Give 0.01 for one call of a hundred");
        return ratio;
    }

    double latencyRatio(double ratio) {
        require(ratio > 0, "latency-ratio", ratio, "no time is below zero",
                "Give 1.5 for half as long again, or Infinity for no limit");
        return ratio;
    }

    long minimumCalls(long calls) {
        require(calls > 0, "minimum-calls", calls, "nobody is judged by no calls", "Give a number from 1 on");
        return calls;
    }

    List<Step> steps(List<RolloutStep> given) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            steps.add(step("steps[" + i + "].", given.get(i)));
        }
        return steps;
    }

    private Step step(String name, RolloutStep step) {
        int weight = step.weight();
        require(weight > 0 && weight <= RolloutSettings.FULL_WEIGHT, name + "weight", weight,
                "a share of the calls is from 1 to 1000 per mille", "Give 10 for one call of a hundred");
        require(step.calls() >= 0, name + "calls", step.calls(), "there are never fewer than 0 calls",
                "Give 0 or more");
        String duration = this.names.apply(name + "duration");
        return new Step(weight, new DurationProperty(duration, step.duration()).notNegative(), step.calls());
    }

    void requireSteps(boolean enabled, List<Step> steps) {
        require(!enabled || !steps.isEmpty(), "enabled", enabled, "there are no steps to take",
                "Set '" + this.names.apply("steps") + "', or 'polyplug.rollout.steps' for all bundles");
    }

    private void require(boolean condition, String setting, Object value, String reason, String cure) {
        if (!condition) {
            String property = this.names.apply(setting);
            String summary = "Property '" + property + "' is " + value + ", and " + reason;
            throw new ConfigurationException(property, new Explanation(summary, summary, cure));
        }
    }

}
