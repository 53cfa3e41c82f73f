package io.polyplug.rollout;

/**
 * A step in the life of a rollout, told to the listeners of
 * {@link io.polyplug.PolyplugRuntime.Builder#onRollout(java.util.function.Consumer)}: in
 * order, {@link Started}, any number of {@link WeightChanged}, then {@link Promoted} or
 * {@link Abandoned}. Told on the thread that works, while it holds the life-cycle lock;
 * what a listener throws is logged and changes nothing. The phases of a reload
 * ({@link io.polyplug.ReloadPhase}) are told too when a candidate is promoted, and that a
 * reload failed when a candidate is refused, which is no rollout yet.
 * <p>
 * A listener may change the weight of the rollout, which ends its plan, and abandon it;
 * what follows from that is told when all listeners were told the phase before. Told
 * {@link Started}, it may promote the candidate from another thread alone.
 */
public sealed interface RolloutPhase {

    /**
     * {@return the rollout after this step}
     */
    RolloutInfo rollout();

    /**
     * The candidate is staged and gets its share of the calls.
     *
     * @param rollout the rollout
     */
    record Started(RolloutInfo rollout) implements RolloutPhase {
    }

    /**
     * The candidate's share was changed.
     *
     * @param rollout the rollout
     * @param previousWeight the share before, in per mille
     * @param reason why, a sentence, with the figures that decided where a plan did
     */
    record WeightChanged(RolloutInfo rollout, int previousWeight, String reason) implements RolloutPhase {
    }

    /**
     * The candidate is what serves now.
     *
     * @param rollout the rollout with its last figures
     * @param reason why, a sentence, with the figures that decided where a plan did
     */
    record Promoted(RolloutInfo rollout, String reason) implements RolloutPhase {
    }

    /**
     * The candidate gets no more calls; the version that served before goes on.
     *
     * @param rollout the rollout with its last figures
     * @param reason why, a sentence, with the figures that decided where a plan did
     * @param cause the same for programs
     */
    record Abandoned(RolloutInfo rollout, String reason, AbandonmentCause cause) implements RolloutPhase {
    }

}
