package io.polyplug.epoch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Something that was replaced and may still be in use.
 */
public interface Retired {

    /**
     * Returns whose pins may protect a use of this. Asked before each scan, and tested
     * with the reader of each pin that the scan finds; one that fails must not be able to
     * have seen this.
     * @return selects the readers
     */
    Predicate<Reader> readers();

    /**
     * Tells those who noted where this is, and may have missed that it was replaced, to
     * look again. Called on the reclaimer's thread when no pin from before the
     * replacement is left.
     * @return whether there may be such: then pins that began before the telling are
     * waited for as well
     */
    default boolean tellLateReaders() {
        return false;
    }

    /**
     * Begins to release, unless something else than a pin still uses this. Called on the
     * reclaimer's thread when no pin protects it.
     * @return whether {@link #reclaim()} may follow; otherwise it is asked again later
     */
    default boolean tryClose() {
        return true;
    }

    /**
     * Returns what else than pins keeps {@link #tryClose()} from succeeding, for
     * statistics. Any thread may ask.
     * @return the uses as of now
     */
    default Collection<Held> uses() {
        return List.of();
    }

    /**
     * Called once when this has been held for long, on the reclaimer's thread and without
     * a lock.
     * @param age how long ago this was retired
     * @param holders what holds it, never empty
     */
    default void heldForLong(Duration age, List<Held> holders) {
    }

    /**
     * Returns whether this must stay until something else was released that takes long.
     * Asked on the reclaimer's thread, without a lock.
     * @param releasing what is being released
     * @return whether its release may use this, or has to come first
     */
    default boolean waitsFor(Retired releasing) {
        return false;
    }

    /**
     * Releases what was replaced. Runs once, on the reclaimer's thread, when no reader
     * can be using it. What it throws is logged. If it does not come back, another thread
     * goes on with what does not wait for it.
     */
    void reclaim();

}
