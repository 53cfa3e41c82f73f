package io.polyplug.rollout;

import org.jspecify.annotations.Nullable;

/**
 * How a rollout begins. Immutable.
 *
 * @param mode what the candidate is called for
 * @param weight the candidate's share of the calls, in per mille, from 0 to 1000; with a
 * selector, of the calls that it selects; with a key, of the keys
 * @param selector which calls the candidate may get, or {@code null} for all
 * @param key which calls belong together, or {@code null} if none do
 * @param plan the steps that the rollout takes by itself, or {@code null} if it waits for
 * its operator; the weight is that of the first step then
 */
public record RolloutSettings(RolloutMode mode, int weight, @Nullable RolloutSelector selector,
        @Nullable RolloutKey key, @Nullable RolloutPlan plan) {

    /** The weight with which the candidate gets every call, in per mille. */
    public static final int FULL_WEIGHT = 1000;

    /**
     * Creates the settings.
     * @throws IllegalArgumentException if the weight is not from 0 to 1000
     */
    public RolloutSettings {
        requireWeight(weight);
    }

    /**
     * Returns the weight if it is one.
     * @param weight a number
     * @return the same number
     * @throws IllegalArgumentException if it is not from 0 to 1000
     */
    public static int requireWeight(int weight) {
        if (weight < 0 || weight > FULL_WEIGHT) {
            throw new IllegalArgumentException("A weight of " + weight + " is not from 0 to 1000 per mille");
        }
        return weight;
    }

    /**
     * Returns the settings of a canary that waits for its operator.
     * @param weight the candidate's share of the calls, in per mille, from 0 to 1000
     * @return the settings
     */
    public static RolloutSettings canary(int weight) {
        return new RolloutSettings(RolloutMode.CANARY, weight, null, null, null);
    }

    /**
     * Returns the settings of a shadow that waits for its operator.
     * @param weight the share of the calls that the candidate is called for too, in per
     * mille, from 0 to 1000
     * @return the settings
     */
    public static RolloutSettings shadow(int weight) {
        return new RolloutSettings(RolloutMode.SHADOW, weight, null, null, null);
    }

    /**
     * Returns settings of a canary that takes steps by itself.
     * @param plan the steps
     * @return the settings
     */
    public static RolloutSettings planned(RolloutPlan plan) {
        return canary(plan.steps().get(0).weight()).withPlan(plan);
    }

    /**
     * Returns these settings with a selector.
     * @param selector which calls the candidate may get
     * @return the settings
     */
    public RolloutSettings withSelector(@Nullable RolloutSelector selector) {
        return new RolloutSettings(this.mode, this.weight, selector, this.key, this.plan);
    }

    /**
     * Returns these settings with a key.
     * @param key which calls belong together
     * @return the settings
     */
    public RolloutSettings withKey(@Nullable RolloutKey key) {
        return new RolloutSettings(this.mode, this.weight, this.selector, key, this.plan);
    }

    /**
     * Returns these settings with a plan, and the weight of its first step.
     * @param plan the steps
     * @return the settings
     */
    public RolloutSettings withPlan(@Nullable RolloutPlan plan) {
        int first = (plan != null) ? plan.steps().get(0).weight() : this.weight;
        return new RolloutSettings(this.mode, first, this.selector, this.key, plan);
    }

}
