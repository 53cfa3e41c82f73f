package io.polyplug.async;

import java.time.Duration;
import java.util.Objects;

/**
 * How many calls are made at a time on threads of a pool, and how many wait. Immutable.
 *
 * @param size how many platform threads make calls at a time; they are started when they
 * are needed
 * @param queueCapacity how many calls wait while all threads are busy; what comes beyond
 * them is refused
 * @param keepAlive how long a thread stays without a call
 * @param threadNamePrefix what the names of the threads begin with, before their number
 */
public record AsyncPool(int size, int queueCapacity, Duration keepAlive, String threadNamePrefix) {

    /** Eight threads, a thousand calls that wait, a minute. */
    public static final AsyncPool DEFAULT = new AsyncPool(8, 1_000, Duration.ofMinutes(1), "polyplug-async-");

    /**
     * Creates the settings.
     * @throws IllegalArgumentException if size, capacity or time is not above zero
     */
    public AsyncPool {
        if (size < 1 || queueCapacity < 1) {
            throw new IllegalArgumentException("A pool has 1 thread at least and room for 1 call that waits, not "
                    + size + " and " + queueCapacity);
        }
        if (keepAlive.isNegative() || keepAlive.isZero()) {
            throw new IllegalArgumentException("Threads of a pool stay for some time, not for " + keepAlive);
        }
        Objects.requireNonNull(threadNamePrefix, "threadNamePrefix");
    }

}
