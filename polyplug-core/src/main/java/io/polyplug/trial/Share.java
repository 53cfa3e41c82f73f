package io.polyplug.trial;

import io.polyplug.rollout.RolloutSettings;

/**
 * The arithmetic of a share: which of the numbers 0, 1, 2 and so on are in it. Static and
 * thread-safe.
 * <p>
 * The multiples of the golden ratio, taken modulo 1, fill the interval from 0 to 1 as
 * evenly as can be (Weyl). So of any numbers in a row, and of any that are equally far
 * apart, the share gets what its weight says, give or take one or two, and in no pattern
 * that calls could follow. It costs a multiplication.
 */
final class Share {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private static final long STEP = Long.MAX_VALUE / RolloutSettings.FULL_WEIGHT;

    private Share() {
    }

    /** Returns what {@link #has} takes for a weight in per mille. */
    static long bound(int weight) {
        return (weight == RolloutSettings.FULL_WEIGHT) ? Long.MAX_VALUE : weight * STEP - 1;
    }

    /** Returns the weight that a bound was made from. */
    static int weight(long bound) {
        return (bound == Long.MAX_VALUE) ? RolloutSettings.FULL_WEIGHT : (int) ((bound + 1) / STEP);
    }

    /** Returns whether a number is in the share. */
    static boolean has(long bound, long number) {
        return ((number * GOLDEN_RATIO) >>> 1) <= bound;
    }

}
