package io.polyplug.epoch;

import java.time.Duration;

/**
 * A pin that keeps something retired from being reclaimed.
 *
 * @param retired what is held
 * @param label what the pin's block is called
 * @param threadId the id of the thread that took the pin
 * @param age how long the reclaimer has seen this very pin
 */
public record Held(Retired retired, String label, long threadId, Duration age) {
}
