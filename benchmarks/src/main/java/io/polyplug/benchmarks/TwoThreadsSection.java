package io.polyplug.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether two threads call twice as often as one: through a proxy, and raw. A slice on
 * one thread and one on two take turns.
 */
final class TwoThreadsSection {

    private static final int ROUNDS = Effort.chosen().times(150);

    private static final int CALIBRATION_ROUNDS = 3;

    private static final double SLICE_NANOS = 8_000_000;

    private static final List<Way> WAYS = List.of(Way.PROXY, Way.RAW);

    private TwoThreadsSection() {
    }

    static void run(Report report) throws InterruptedException {
        try (Hosts hosts = new Hosts(); Companion companion = new Companion()) {
            List<double[]> scalings = new ArrayList<>();
            List<Pair> pairs = new ArrayList<>();
            for (Way way : WAYS) {
                Variant own = Variant.of(way.label(), Operation.ADD.by(way, hosts));
                Variant other = Variant.of(way.label(), Operation.ADD.by(way, hosts));
                double nanos = new PairedSlices(List.of(own, other)).measure(CALIBRATION_ROUNDS).best(way.label());
                pairs.add(new Pair(own, other, (int) (SLICE_NANOS / nanos)));
                scalings.add(new double[ROUNDS]);
            }
            double[] alone = new double[WAYS.size()];
            double[] together = new double[WAYS.size()];
            for (int round = 0; round < ROUNDS; round++) {
                for (int way = 0; way < WAYS.size(); way++) {
                    Pair pair = pairs.get(way);
                    double one = rate(pair.own(), pair.operations());
                    double two = companion.rate(pair.own(), pair.other(), pair.operations());
                    scalings.get(way)[round] = two / one;
                    alone[way] = Math.max(alone[way], one);
                    together[way] = Math.max(together[way], two);
                }
            }
            report(report, scalings, alone, together);
        }
    }

    private static void report(Report report, List<double[]> scalings, double[] alone, double[] together) {
        double[] ratios = new double[ROUNDS];
        Arrays.setAll(ratios, (round) -> scalings.get(0)[round] / scalings.get(1)[round]);
        Arrays.sort(ratios);
        for (int way = 0; way < WAYS.size(); way++) {
            report.figure("two threads: " + WAYS.get(way).label() + ", times", together[way] / alone[way]);
        }
        report.figure("two threads: proxy / raw", together[0] / alone[0] / (together[1] / alone[1]));
        report.figure("two threads: proxy / raw, median", ratios[ROUNDS / 2]);
    }

    /** Returns operations a nanosecond. */
    static double rate(Variant variant, int operations) {
        return (double) operations / variant.nanos(operations);
    }

    /**
     * One way, for each of the threads.
     *
     * @param own for this thread
     * @param other for the other one
     * @param operations how many fill a slice
     */
    private record Pair(Variant own, Variant other, int operations) {
    }

}
