package io.polyplug.plan;

import io.polyplug.rollout.RolloutInfo;

/**
 * What a plan sees of its rollout, and what it may do to it. Called by one thread, that
 * of the {@link Plans}, which holds no lock. Whatever is thrown is logged, and the plan
 * tries again at its next look. A plan that is cancelled while it acts may still call
 * once: whoever implements this refuses what comes after the rollout's end.
 */
public interface RolloutSteering {

    /**
     * {@return the rollout as it is now, with its figures since it began}
     */
    RolloutInfo now();

    /**
     * Changes the candidate's share of the calls, and goes on with the plan.
     * @param weight the share in per mille
     * @param step the step of the plan that begins, from 1
     * @param reason why, to follow a "because", with the figures that decided
     */
    void weigh(int weight, int step, String reason);

    /**
     * Has the candidate serve all calls.
     * @param reason why, to follow a "because", with the figures that decided
     */
    void promote(String reason);

    /**
     * Ends the rollout in favour of the version that served before.
     * @param reason why, to follow a "because", with the figures that decided
     */
    void abandon(String reason);

}
