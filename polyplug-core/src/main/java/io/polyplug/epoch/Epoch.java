package io.polyplug.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The clock of one runtime. Thread-safe.
 */
public final class Epoch {

    private static final VarHandle CURRENT;
    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(Epoch.class, "current", long.class);
        }
        catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /** Starts at 1, for 0 in a slot means that it is free. */
    @SuppressWarnings("FieldCanBeFinal")
    private volatile long current = 1;

    /**
     * Creates a clock.
     */
    public Epoch() {
    }

    /**
     * Returns the epoch that a pin carries. Volatile read: a reader that sees an epoch
     * after a writer's advance also sees what that writer published before it.
     * @return a number from 1, below 2<sup>39</sup>
     */
    public long currentVolatile() {
        return this.current;
    }

    /**
     * Ends the current epoch. Volatile read-modify-write, after the replacement was
     * published: every pin with a later epoch was taken by a reader that can only see the
     * replacement.
     * @return the epoch that ended: the stamp of whatever was replaced during it
     */
    long advanceVolatile() {
        return (long) CURRENT.getAndAdd(this, 1L);
    }

}
