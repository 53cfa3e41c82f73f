package io.polyplug.epoch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Since when the reclaimer has seen each pin that holds something up. Not thread-safe.
 */
final class SeenPins {

    private Map<Pin, Long> since = new HashMap<>();

    private Map<Pin, Long> next = new HashMap<>();

    /** Sees a pin in the present round. */
    void see(Slot<?> slot) {
        Pin pin = new Pin(slot, slot.sequenceOpaque());
        this.next.put(pin, this.since.getOrDefault(pin, System.nanoTime()));
    }

    /** Ends the round: pins that were not seen in it are forgotten. */
    void endRound() {
        this.since = this.next;
        this.next = new HashMap<>();
    }

    /** Returns for how long a pin has been seen. */
    Duration age(Slot<?> slot) {
        long now = System.nanoTime();
        return Duration.ofNanos(now - this.since.getOrDefault(new Pin(slot, slot.sequenceOpaque()), now));
    }

    /** A slot's sequence tells the same pin from the next. */
    private record Pin(Slot<?> slot, long sequence) {
    }

}
