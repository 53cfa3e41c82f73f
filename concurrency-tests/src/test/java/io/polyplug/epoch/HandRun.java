package io.polyplug.epoch;

import java.time.Duration;

/**
 * The real reclaimer without its thread: rounds run when a test says so.
 */
public final class HandRun {

    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Pins<?> pins;

    private final Reclaimer reclaimer;

    /**
     * Makes a reclaimer.
     * @param pins what protects readers
     */
    public HandRun(Pins<?> pins) {
        this.pins = pins;
        this.reclaimer = new Reclaimer(pins, PATIENCE, () -> {
        }, false);
    }

    /**
     * Hands over something whose replacement has been published.
     * @param retired the thing
     */
    public void retire(Retired retired) {
        this.reclaimer.retire(retired);
    }

    /**
     * Looks whether there is a pin at all, in the order of a round and faster.
     * @return whether there is one
     */
    public boolean scan() {
        this.pins.homes().passBarrier();
        return this.pins.isHeld((reader) -> true, Long.MAX_VALUE);
    }

    /** Runs one round, on the calling thread. */
    public void round() {
        this.reclaimer.round();
    }

}
