package io.polyplug.epoch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock of one runtime. Thread-safe.
 */
public final class Epoch {

    /** Starts at 1, for 0 in a slot means that it is free. */
    private final AtomicLong current = new AtomicLong(1);

    /**
     * Creates a clock.
     */
    public Epoch() {
    }

    /**
     * Returns the epoch that a pin carries. Volatile read: a reader that sees an epoch
     * after a writer's advance also sees what that writer published before it.
     */
    long currentVolatile() {
        return this.current.get();
    }

    /**
     * Ends the current epoch. Volatile read-modify-write, after the replacement was
     * published: every pin with a later epoch was taken by a reader that can only see the
     * replacement.
     * @return the epoch that ended: the stamp of whatever was replaced during it
     */
    public long advanceVolatile() {
        return this.current.getAndIncrement();
    }

}
