package io.polyplug.autoconfigure.watch;

import java.time.Duration;

/**
 * How folders of bundles are watched.
 *
 * @param events whether the system is asked to tell of changes
 * @param quietPeriod how long nothing may change before it counts
 * @param pollingInterval how often to look without having been told
 * @param removals whether bundles are unloaded whose folder is gone
 * @param loadsOnStartup whether the start loads what the folders hold
 */
record WatchSettings(boolean events, Duration quietPeriod, Duration pollingInterval, boolean removals,
        boolean loadsOnStartup) {
}
