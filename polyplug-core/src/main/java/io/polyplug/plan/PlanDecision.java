package io.polyplug.plan;

import java.time.Duration;

/**
 * What is to be done about a rollout.
 */
sealed interface PlanDecision {

    /**
     * Nothing, for the time being.
     *
     * @param pause after how long to look again at the latest
     */
    record Wait(Duration pause) implements PlanDecision {
    }

    /**
     * The next step begins.
     *
     * @param weight the candidate's share of the calls in it, in per mille
     * @param step its number, from 1
     * @param reason why
     */
    record Advance(int weight, int step, String reason) implements PlanDecision {
    }

    /**
     * The candidate has earned all calls.
     *
     * @param reason why
     */
    record Promote(String reason) implements PlanDecision {
    }

    /**
     * The candidate has failed.
     *
     * @param reason why
     */
    record Abandon(String reason) implements PlanDecision {
    }

}
