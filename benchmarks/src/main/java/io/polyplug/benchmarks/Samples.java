package io.polyplug.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The same measured several times. Belongs to one thread. */
final class Samples {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        this.values.add(value);
    }

    /** Takes the microseconds since a time. */
    void addMicrosSince(long start) {
        add((System.nanoTime() - start) / 1e3);
    }

    double median() {
        return this.values.stream().sorted().toList().get(this.values.size() / 2);
    }

    double least() {
        return Collections.min(this.values);
    }

    /** Returns the median of the ratios to what was measured in the same round. */
    double medianRatioTo(Samples other) {
        Samples ratios = new Samples();
        for (int round = 0; round < this.values.size(); round++) {
            ratios.add(this.values.get(round) / other.values.get(round));
        }
        return ratios.median();
    }

}
