package io.polyplug.epoch;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets one actor fall behind the other between two steps, by chance, so that all orders
 * of their steps come up. Orders no memory access.
 */
public final class Pace {

    private static final int LONGEST = 48;

    private Pace() {
    }

    /** Passes a moment, or none. */
    public static void step() {
        steps(1);
    }

    /**
     * Passes moments.
     * @param count how many times as long as one step at most
     */
    public static void steps(int count) {
        for (int i = ThreadLocalRandom.current().nextInt(LONGEST * count); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

}
