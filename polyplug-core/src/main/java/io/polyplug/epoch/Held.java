package io.polyplug.epoch;

import java.time.Duration;

/**
 * A pin or another use that keeps something retired from being reclaimed.
 *
 * @param retired what is held
 * @param label what the pin's reader is called, or the use
 * @param threadId the id of the thread that took the pin or began the use
 * @param age how long the reclaimer has seen this very pin, or the use has lasted
 */
public record Held(Retired retired, String label, long threadId, Duration age) {
}
