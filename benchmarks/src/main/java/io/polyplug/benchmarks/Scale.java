package io.polyplug.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A logarithmic axis from one power of ten to another, at least one apart.
 *
 * @param lowest the exponent that it begins with
 * @param highest the exponent that it ends with
 */
record Scale(int lowest, int highest) {

    /** Returns the shortest that has all of the values, which are positive. */
    static Scale of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int from = (int) Math.floor(Math.log10(sorted[0]));
        int to = (int) Math.ceil(Math.log10(sorted[sorted.length - 1]));
        return new Scale(from, Math.max(to, from + 1));
    }

    /** Returns where a value lies, from 0 to 1. */
    double at(double value) {
        return (Math.log10(value) - this.lowest) / (this.highest - this.lowest);
    }

    /** Returns the powers of ten on it. */
    List<Double> marks() {
        return IntStream.rangeClosed(this.lowest, this.highest)
            .mapToObj((exponent) -> Double.valueOf("1e" + exponent))
            .toList();
    }

    /** Returns how a power of ten is written. */
    static String label(double value) {
        return (value >= 1) ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%." + Math.round(-Math.log10(value)) + "f", value);
    }

}
