package io.polyplug.benchmarks;

/**
 * What a figure should be.
 *
 * @param what is measured
 * @param figure the name of the figure
 * @param atMost whether the limit is the most that is allowed, or the least
 * @param limit the limit
 */
record Goal(String what, String figure, boolean atMost, double limit) {

    static Goal atMost(double limit, String what, String figure) {
        return new Goal(what, figure, true, limit);
    }

    static Goal atLeast(double limit, String what, String figure) {
        return new Goal(what, figure, false, limit);
    }

    boolean isMetBy(double value) {
        return this.atMost ? value <= this.limit : value >= this.limit;
    }

}
