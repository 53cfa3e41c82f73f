package io.polyplug.async;

import java.util.Optional;

/**
 * What a pool counted up to the moment it was asked.
 *
 * @param name what the names of its threads begin with
 * @param bundleName whose calls it makes; nothing for the one that makes all others
 * @param size how many threads it may have
 * @param threads how many it has
 * @param active how many of them are making calls, or run what was added to a result
 * @param queued how many calls wait
 * @param queueCapacity how many may wait
 * @param ended how many calls were made
 * @param rejected how many were refused because the queue was full
 */
public record AsyncPoolStatistics(String name, Optional<String> bundleName, int size, int threads, int active,
        int queued, int queueCapacity, long ended, long rejected) {
}
