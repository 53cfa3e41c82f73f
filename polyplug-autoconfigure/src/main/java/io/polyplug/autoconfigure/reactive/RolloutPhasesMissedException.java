package io.polyplug.autoconfigure.reactive;

import java.util.Set;

/**
 * Ends the stream of the phases of rollouts for a subscriber that was too slow.
 */
public final class RolloutPhasesMissedException extends PhasesMissedException {

    private static final long serialVersionUID = 1L;

    RolloutPhasesMissedException(long missed, Set<String> bundleNames) {
        super("phases of rollouts", missed, bundleNames);
    }

}
