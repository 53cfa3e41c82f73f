package io.polyplug;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.TestReporter;

/**
 * Repeats something and looks at the memory of the process from time to time. Compilers
 * and collectors go up and down and settle; what counts is whether the least of the last
 * quarter lies above the least of the second. Belongs to one thread.
 */
final class MemoryCurve {

    private static final int SAMPLES = 40;

    /** For trying out long forms: {@code -Dsoak.percent=10} makes them shorter. */
    private static final int PERCENT = Integer.getInteger("soak.percent", 100);

    private final int cycles;

    private final long[] kibibytes = new long[SAMPLES];

    private Duration taken = Duration.ZERO;

    MemoryCurve(int cycles) {
        this.cycles = cycles;
    }

    /** Returns a curve of a long form. */
    static MemoryCurve longForm(int cycles) {
        return new MemoryCurve((int) ((long) cycles * PERCENT / 100));
    }

    /** Does it, told which cycle it is, from 0. */
    void run(IntConsumer cycle) {
        runInSlices((cycles) -> cycles.forEach(cycle));
    }

    /**
     * Does it in slices; between them the memory is looked at, so nothing else may run.
     */
    void runInSlices(Consumer<IntStream> slice) {
        for (int sample = 0; sample < SAMPLES; sample++) {
            long start = System.nanoTime();
            slice.accept(IntStream.range(boundary(sample), boundary(sample + 1)));
            this.taken = this.taken.plusNanos(System.nanoTime() - start);
            this.kibibytes[sample] = ProcessMemory.bytesAtRest() >> 10;
        }
    }

    private int boundary(int sample) {
        return (int) ((long) this.cycles * sample / SAMPLES);
    }

    /** Returns what was added between the second quarter and the last. */
    long growthInKibibytes() {
        return least(3 * SAMPLES / 4, SAMPLES) - least(SAMPLES / 4, SAMPLES / 2);
    }

    private long least(int from, int to) {
        return Arrays.stream(this.kibibytes, from, to).min().orElseThrow();
    }

    int cycles() {
        return this.cycles;
    }

    private double cyclesPerSecond() {
        return this.cycles * 1e9 / this.taken.toNanos();
    }

    void publish(TestReporter reporter, String what) {
        Figures.publish(reporter, what,
                String.format(Locale.ROOT,
                        "%d cycles, %.0f per second, KiB at first %d, least of the second"
                                + " quarter %d, of the last %d",
                        this.cycles, cyclesPerSecond(), this.kibibytes[0], least(SAMPLES / 4, SAMPLES / 2),
                        least(3 * SAMPLES / 4, SAMPLES)));
    }

}
