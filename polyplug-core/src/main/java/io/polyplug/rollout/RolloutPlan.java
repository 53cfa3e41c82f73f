package io.polyplug.rollout;

import java.time.Duration;
import java.util.List;

/**
 * Steps that a rollout takes by itself, and figures that end it. After the last step the
 * candidate is promoted.
 * <p>
 * While a step lasts the candidate is judged at least once a second, and once more at the
 * step's end: when its error ratio is more than {@code errorRatio} above that of the
 * version that served before, or its median latency more than {@code latencyRatio} times
 * the other's, or, for {@link RolloutMode#SHADOW}, the share of different results is more
 * than {@code errorRatio}, it is abandoned.
 * <p>
 * Calls, errors and results are those since the step began, so that a good beginning
 * cannot hide what went wrong later; the other version's are those since the rollout
 * began where it got fewer than {@code minimumCalls} in the step. The medians are those
 * that {@link RolloutFigures} tells, of the step as well; without ten times of each
 * version they are not compared. The candidate is judged only once it got
 * {@code minimumCalls} in the step, and no step ends before that: where calls are rare,
 * the plan waits for them, and the log says so.
 *
 * @param steps the steps, at least one
 * @param errorRatio how much higher the share of failed calls may be, from 0 to 1
 * @param latencyRatio how much slower the median call may be, above 0;
 * {@link Double#POSITIVE_INFINITY} for no limit
 * @param minimumCalls how many calls of the candidate in a step it takes to judge it,
 * from 1
 */
public record RolloutPlan(List<Step> steps, double errorRatio, double latencyRatio, long minimumCalls) {

    /**
     * Creates the plan with a copy of the steps.
     * @throws IllegalArgumentException if a value is out of its range
     */
    public RolloutPlan {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A plan needs at least one step");
        }
        if (!(errorRatio >= 0 && errorRatio <= 1)) {
            throw new IllegalArgumentException("An error ratio of " + errorRatio + " is not from 0 to 1");
        }
        if (!(latencyRatio > 0)) {
            throw new IllegalArgumentException("A latency ratio of " + latencyRatio + " is not above 0");
        }
        if (minimumCalls < 1) {
            throw new IllegalArgumentException("A minimum of " + minimumCalls + " calls is below 1");
        }
    }

    /**
     * One step: it ends when it has lasted as long as it says <em>and</em> the candidate
     * got as many calls as it says, and as many as it takes to judge it.
     *
     * @param weight the candidate's share of the calls, in per mille, from 1 to 1000
     * @param duration how long it lasts at least, zero for no time
     * @param calls how many calls the candidate gets at least, 0 for none
     */
    public record Step(int weight, Duration duration, long calls) {

        /**
         * Creates the step.
         * @throws IllegalArgumentException if a value is out of its range
         */
        public Step {
            if (weight < 1 || weight > RolloutSettings.FULL_WEIGHT) {
                throw new IllegalArgumentException("A step's weight of " + weight + " is not from 1 to 1000 per mille");
            }
            if (duration.isNegative()) {
                throw new IllegalArgumentException("A step's duration of " + duration + " is negative");
            }
            if (calls < 0) {
                throw new IllegalArgumentException("A step's " + calls + " calls are negative");
            }
        }

    }

}
