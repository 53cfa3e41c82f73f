package io.polyplug.benchmarks;

import java.util.Arrays;
import java.util.List;

/** One operation, called in several ways. */
final class CallSection {

    private static final int ROUNDS = Effort.chosen().times(150);

    private static final int COUNTED_CALLS = Effort.chosen().times(1_000_000);

    private final Operation operation;

    private final List<Way> ways;

    CallSection(Operation operation, Way... ways) {
        this.operation = operation;
        this.ways = Arrays.stream(ways).filter(Way::isAvailable).toList();
    }

    /** Reports each way, and the first one beside the others. */
    void run(Report report) {
        try (Hosts hosts = new Hosts()) {
            List<Variant> variants = this.ways.stream()
                .map((way) -> Variant.of(way.label(), this.operation.by(way, hosts)))
                .toList();
            report.slices(this.operation.key(), new PairedSlices(variants).measure(ROUNDS));
            report.figure(this.operation.key() + ": " + variants.getFirst().name() + ", B",
                    variants.getFirst().allocated(COUNTED_CALLS));
        }
    }

}
