package io.polyplug.epoch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Since when the reclaimer has seen each pin that holds something up. Not thread-safe.
 */
final class SeenPins {

    private Map<Pins.Standing, Long> since = new HashMap<>();

    private Map<Pins.Standing, Long> next = new HashMap<>();

    /** Sees a pin in the present round. */
    void see(Pins.Standing pin) {
        this.next.put(pin, this.since.getOrDefault(pin, System.nanoTime()));
    }

    /** Ends the round: pins that were not seen in it are forgotten. */
    void endRound() {
        this.since = this.next;
        this.next = new HashMap<>();
    }

    /** Returns for how long a pin has been seen. */
    Duration age(Pins.Standing pin) {
        long now = System.nanoTime();
        return Duration.ofNanos(now - this.since.getOrDefault(pin, now));
    }

}
