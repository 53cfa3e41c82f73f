package io.polyplug.autoconfigure.reactive;

import java.util.Set;

/**
 * Ends the stream of the phases of reloads for a subscriber that was too slow.
 */
public final class ReloadPhasesMissedException extends PhasesMissedException {

    private static final long serialVersionUID = 1L;

    ReloadPhasesMissedException(long missed, Set<String> bundleNames) {
        super("phases", missed, bundleNames);
    }

}
