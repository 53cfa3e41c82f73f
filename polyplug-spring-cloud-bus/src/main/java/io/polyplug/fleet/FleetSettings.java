package io.polyplug.fleet;

import java.time.Duration;

/**
 * How an instance takes part in a fleet. Immutable.
 *
 * @param heartbeat how often it makes itself known
 * @param missingAfter how many heartbeats of silence make another instance missing
 * @param forgetAfter how long a missing instance is still shown
 * @param catchUp how long to wait before another attempt to catch up
 */
public record FleetSettings(Duration heartbeat, int missingAfter, Duration forgetAfter, Duration catchUp) {

    Duration silence() {
        return this.heartbeat.multipliedBy(this.missingAfter);
    }

}
