package io.polyplug;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.TestReporter;

/**
 * Repeats something and looks at the memory of the process from time to time. Compilers
 * and collectors go up and down and settle; what counts is whether the least of the last
 * quarter lies above the least of the second. Belongs to one thread.
 */
public final class MemoryCurve {

    private static final int SAMPLES = 40;

    /** In a short form, where a look costs more than what is looked at. */
    private static final int FEW_SAMPLES = 16;

    /** For trying out long forms: {@code -Dsoak.percent=10} makes them shorter. */
    private static final int PERCENT = Integer.getInteger("soak.percent", 100);

    /** For each slice the cycles in it, told where it begins. */
    private final BiFunction<Integer, Integer, IntStream> slices;

    private int cycles;

    private final long[] kibibytes;

    private Duration taken = Duration.ZERO;

    /**
     * Creates a curve of a short form.
     * @param cycles how many there will be
     */
    public MemoryCurve(int cycles) {
        this(FEW_SAMPLES, cycles);
    }

    private MemoryCurve(int samples, int cycles) {
        this(samples, (sample, begun) -> IntStream.range(begun, (int) ((long) cycles * (sample + 1) / samples)));
    }

    private MemoryCurve(int samples, BiFunction<Integer, Integer, IntStream> slices) {
        this.kibibytes = new long[samples];
        this.slices = slices;
    }

    /**
     * Returns a curve of a long form.
     * @param cycles how many there will be
     * @return the curve
     */
    public static MemoryCurve longForm(int cycles) {
        return new MemoryCurve(SAMPLES, (int) ((long) cycles * PERCENT / 100));
    }

    /**
     * Returns a curve of a long form with as many cycles as there is time for.
     * @param time how long, but for the looks at the memory
     * @return the curve
     */
    public static MemoryCurve longForm(Duration time) {
        long nanos = time.toNanos() / 100 * PERCENT / SAMPLES;
        return new MemoryCurve(SAMPLES, (sample, begun) -> {
            long end = System.nanoTime() + nanos;
            return IntStream.iterate(begun, (cycle) -> System.nanoTime() - end < 0, (cycle) -> cycle + 1);
        });
    }

    /**
     * Does it.
     * @param cycle what is done, told which cycle it is, from 0
     */
    public void run(IntConsumer cycle) {
        runInSlices((cycles) -> cycles.forEach(cycle));
    }

    /**
     * Does it in slices; between them the memory is looked at, so nothing else may run.
     * @param slice what is done, given the cycles
     */
    public void runInSlices(Consumer<IntStream> slice) {
        for (int sample = 0; sample < this.kibibytes.length; sample++) {
            long start = System.nanoTime();
            slice.accept(this.slices.apply(sample, this.cycles).peek((cycle) -> this.cycles = cycle + 1));
            this.taken = this.taken.plusNanos(System.nanoTime() - start);
            this.kibibytes[sample] = ProcessMemory.bytesAtRest() >> 10;
        }
    }

    /**
     * Returns what was added between the second quarter and the last.
     * @return the growth in KiB
     */
    public long growthInKibibytes() {
        return leastOfQuarter(4) - leastOfQuarter(2);
    }

    private long leastOfQuarter(int quarter) {
        int samples = this.kibibytes.length;
        return Arrays.stream(this.kibibytes, (quarter - 1) * samples / 4, quarter * samples / 4).min().orElseThrow();
    }

    /**
     * Returns how many cycles there were.
     * @return the number
     */
    public int cycles() {
        return this.cycles;
    }

    private double cyclesPerSecond() {
        return this.cycles * 1e9 / this.taken.toNanos();
    }

    /**
     * Publishes how many there were, how fast, and what memory there was.
     * @param reporter the test's reporter
     * @param what was done
     */
    public void publish(TestReporter reporter, String what) {
        Figures.publish(reporter, what,
                String.format(Locale.ROOT,
                        "%d cycles, %.0f per second, KiB at first %d, least of the second"
                                + " quarter %d, of the last %d",
                        this.cycles, cyclesPerSecond(), this.kibibytes[0], leastOfQuarter(2), leastOfQuarter(4)));
    }

}
