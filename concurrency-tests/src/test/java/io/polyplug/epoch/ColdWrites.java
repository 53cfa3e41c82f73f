package io.polyplug.epoch;

/**
 * Writes that take long to reach memory: what is written after them reaches it later
 * still. Only for the first actors of tests.
 */
public final class ColdWrites {

    private static final int WRITES = 24;

    /** Too far from one another to be in a cache, and to be foreseen. */
    private static final int DISTANCE = 12_347;

    private static final long[] WRITTEN = new long[1 << 20];

    private static int at;

    private ColdWrites() {
    }

    /** Writes here and there. */
    public static void some() {
        for (int i = 0; i < WRITES; i++) {
            at = (at + DISTANCE) & (WRITTEN.length - 1);
            WRITTEN[at] = i;
        }
    }

}
