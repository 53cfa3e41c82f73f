package io.polyplug.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * Measures variants side by side: each runs for a few milliseconds, round robin, so that
 * whatever slows the machine down slows all of them. Belongs to one thread.
 */
final class PairedSlices {

    private static final long SLICE_NANOS = 4_000_000;

    private static final long WARM_UP_NANOS = Effort.chosen().nanos(500_000_000);

    private final List<Variant> variants;

    private final int[] operations;

    /** Warms the variants up, and finds how many operations fill a slice of each. */
    PairedSlices(List<Variant> variants) {
        this.variants = variants;
        this.operations = new int[variants.size()];
        for (int each = 0; each < variants.size(); each++) {
            warmUp(variants.get(each));
        }
        for (int each = 0; each < variants.size(); each++) {
            this.operations[each] = fitting(variants.get(each));
        }
    }

    private void warmUp(Variant variant) {
        int count = 1;
        long end = System.nanoTime() + WARM_UP_NANOS;
        while (System.nanoTime() < end) {
            if (variant.nanos(count) < SLICE_NANOS / 4) {
                count *= 2;
            }
        }
    }

    private int fitting(Variant variant) {
        int count = 1;
        long nanos = bestOfThree(variant, count);
        while (nanos < SLICE_NANOS / 4) {
            count = Math.multiplyExact(count, 2);
            nanos = bestOfThree(variant, count);
        }
        return (int) Math.max(1, count * SLICE_NANOS / nanos);
    }

    /** Not one time alone: the collector may have stopped it. */
    private long bestOfThree(Variant variant, int count) {
        long best = Long.MAX_VALUE;
        for (int turn = 0; turn < 3; turn++) {
            best = Math.min(best, variant.nanos(count));
        }
        return best;
    }

    /** Runs so many rounds, each of one slice of every variant. */
    Slices measure(int rounds) {
        int count = this.variants.size();
        double[][] nanos = new double[count][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < count; turn++) {
                int each = (turn + round) % count;
                nanos[each][round] = (double) this.variants.get(each).nanos(this.operations[each])
                        / this.operations[each];
            }
        }
        return new Slices(this.variants.stream().map(Variant::name).toList(), nanos);
    }

    /**
     * What was measured.
     *
     * @param names the variants
     * @param nanos nanoseconds an operation, by variant and round
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Slices(List<String> names, double[][] nanos) {

        /** Returns the nanoseconds an operation takes in the best slice of a variant. */
        double best(String name) {
            return Arrays.stream(of(name)).min().orElseThrow();
        }

        /** Returns how much longer the one's best slice takes than the other's. */
        double ratioOfBest(String one, String other) {
            return best(one) / best(other);
        }

        /** Returns the median of the ratios of slices in the same round. */
        double medianRatio(String one, String other) {
            double[] first = of(one);
            double[] second = of(other);
            double[] ratios = new double[first.length];
            Arrays.setAll(ratios, (round) -> first[round] / second[round]);
            Arrays.sort(ratios);
            return ratios[ratios.length / 2];
        }

        private double[] of(String name) {
            int index = this.names.indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException("There is no variant '" + name + "' among " + this.names);
            }
            return this.nanos[index];
        }

    }

}
