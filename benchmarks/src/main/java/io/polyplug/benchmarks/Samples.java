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

    /**
     * {@return how many there are}
     */
    int count() {
        return this.values.size();
    }

    /** Returns the one that so large a part does not exceed. */
    double percentile(double percent) {
        int rank = (int) Math.ceil(this.values.size() * percent / 100);
        return this.values.stream().sorted().toList().get(Math.max(0, rank - 1));
    }

    /** Returns the median of the latest ones. */
    double medianOfLast(int count) {
        Samples last = new Samples();
        last.values.addAll(this.values.subList(Math.max(0, this.values.size() - count), this.values.size()));
        return last.median();
    }

    double least() {
        return Collections.min(this.values);
    }

    /** Takes all of another's. */
    void add(Samples other) {
        this.values.addAll(other.values);
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
