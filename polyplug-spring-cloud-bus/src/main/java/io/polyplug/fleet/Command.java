package io.polyplug.fleet;

import java.time.Duration;
import java.util.Set;

import io.polyplug.fleet.message.Change;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks a fleet to do. Immutable.
 *
 * @param change what is to be done to which bundle
 * @param destination which instances are to do it, as the bus has them
 * @param waves in which waves
 * @param timeout for how long each wave may take
 * @param principal who asks, if it is known
 */
public record Command(Change change, String destination, Waves waves, Duration timeout, @Nullable String principal) {

    private static final Set<String> STATES = Set.of("reloaded", "rolled-back", "canary", "promoted", "abandoned");

    /**
     * Creates a command.
     * @throws IllegalArgumentException if there is no such state, or something was said
     * that does not go with it
     */
    public Command {
        if (!STATES.contains(change.state())) {
            throw new IllegalArgumentException("'" + change.state()
                    + "' is not a state to bring a fleet into. Send one of " + STATES.stream().sorted().toList());
        }
        if ("canary".equals(change.state()) != (change.weight() != null)) {
            throw new IllegalArgumentException((change.weight() != null)
                    ? "The state '" + change.state() + "' has no 'weight'. Send it without one"
                    : "The state 'canary' of a fleet has no 'weight'. Send one in per mille, as 10 for one call of a hundred");
        }
        if ("abandoned".equals(change.state()) && (change.version() != null || change.digest() != null)) {
            throw new IllegalArgumentException(
                    "The state 'abandoned' has neither 'version' nor 'digest'. Send it without them");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The time-out of a wave is " + timeout + ". Say one that is longer");
        }
    }

}
