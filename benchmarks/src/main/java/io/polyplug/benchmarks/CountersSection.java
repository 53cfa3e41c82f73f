package io.polyplug.benchmarks;

import java.util.List;

/**
 * What it costs that calls are counted: the same classes twice in one JVM, as they are
 * and without the one instruction sequence that counts; and once more as they are, which
 * shows by how much two that are the same differ.
 */
final class CountersSection {

    private static final int ROUNDS = 300;

    private static final String COUNTED = "counted";

    private static final String UNCOUNTED = "uncounted";

    private static final String COUNTED_AGAIN = "counted once more";

    private CountersSection() {
    }

    static void run(Report report) throws ReflectiveOperationException {
        try (TwinClasses.Twin counted = new TwinClasses(false).open();
                TwinClasses.Twin uncounted = new TwinClasses(true).open();
                TwinClasses.Twin again = new TwinClasses(false).open()) {
            PairedSlices.Slices slices = new PairedSlices(List.of(Variant.of(COUNTED, counted.call()),
                    Variant.of(UNCOUNTED, uncounted.call()), Variant.of(COUNTED_AGAIN, again.call())))
                .measure(ROUNDS);
            report.best("counters", slices);
            report.ratio("counters", COUNTED, UNCOUNTED, slices);
            report.ratio("counters", COUNTED, COUNTED_AGAIN, slices);
        }
    }

}
