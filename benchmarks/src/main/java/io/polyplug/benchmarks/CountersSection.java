package io.polyplug.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What it costs that calls are counted: the same classes several times in one JVM, as
 * they are and without the one call that counts. Which comes first among those that are
 * the same makes a difference, so the order is with, without, without, with, after one
 * that is not measured; and pairs of the same show how well this tells.
 */
final class CountersSection {

    private static final int ROUNDS = Effort.chosen().times(200);

    private static final String NOT_MEASURED = "not measured";

    private CountersSection() {
    }

    static void run(Report report) throws ReflectiveOperationException {
        List<TwinClasses.Twin> twins = new ArrayList<>();
        try {
            List<Variant> variants = new ArrayList<>();
            for (String name : List.of(NOT_MEASURED, "counted 1", "uncounted 1", "uncounted 2", "counted 2")) {
                TwinClasses.Twin twin = new TwinClasses(name.startsWith("uncounted")).open();
                twins.add(twin);
                variants.add(Variant.of(name, twin.call()));
            }
            report(report, new PairedSlices(variants).measure(ROUNDS));
        }
        finally {
            twins.forEach(TwinClasses.Twin::close);
        }
    }

    private static void report(Report report, PairedSlices.Slices slices) {
        slices.names()
            .stream()
            .filter((name) -> !name.equals(NOT_MEASURED))
            .forEach((name) -> report.figure("counters: " + name + ", ns", slices.best(name)));
        report.figure("counters: counted / uncounted",
                mean(slices.ratioOfBest("counted 1", "uncounted 1"), slices.ratioOfBest("counted 2", "uncounted 2")));
        report.figure("counters: counted / uncounted, median",
                mean(slices.medianRatio("counted 1", "uncounted 1"), slices.medianRatio("counted 2", "uncounted 2")));
        report.ratio("counters", "counted 1", "counted 2", slices);
        report.ratio("counters", "uncounted 1", "uncounted 2", slices);
    }

    private static double mean(double one, double other) {
        return Math.sqrt(one * other);
    }

}
