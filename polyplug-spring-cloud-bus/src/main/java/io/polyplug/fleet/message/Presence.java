package io.polyplug.fleet.message;

import java.util.List;

/**
 * An instance, as it makes itself known.
 *
 * @param instance its name on the bus
 * @param asks whether all others are to make themselves known as well
 * @param leaves whether it is being shut down
 * @param bundles what it serves
 * @param desired what it knows to be desired
 */
public record Presence(String instance, boolean asks, boolean leaves, List<Served> bundles,
        List<Desired> desired) implements FleetMessage {

    /**
     * Creates a presence with copies of the lists.
     */
    public Presence {
        bundles = List.copyOf(bundles);
        desired = List.copyOf(desired);
    }

}
