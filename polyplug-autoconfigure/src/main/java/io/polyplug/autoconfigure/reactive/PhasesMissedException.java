package io.polyplug.autoconfigure.reactive;

import java.util.Set;

/**
 * Ends a stream of phases for a subscriber that was too slow, after the phases that it
 * had room for. Who subscribes again, as {@code retry()} does, is told of what comes
 * next.
 */
public abstract sealed class PhasesMissedException extends IllegalStateException
        permits ReloadPhasesMissedException, RolloutPhasesMissedException {

    private static final long serialVersionUID = 1L;

    /** How many phases. */
    private final long missed;

    /** The bundles that they were of, each once. */
    private final String[] bundleNames;

    PhasesMissedException(String phases, long missed, Set<String> bundleNames) {
        super(missed + " " + phases + " of bundles " + bundleNames + " were missed, for this subscriber was not done"
                + " with those before. Look at what these bundles are now, and subscribe again");
        this.missed = missed;
        this.bundleNames = bundleNames.toArray(String[]::new);
    }

    /**
     * {@return how many phases the subscriber was not told of, at least 1}
     */
    public long missed() {
        return this.missed;
    }

    /**
     * {@return the names of the bundles whose phases these were}
     */
    public Set<String> bundleNames() {
        return Set.of(this.bundleNames);
    }

}
