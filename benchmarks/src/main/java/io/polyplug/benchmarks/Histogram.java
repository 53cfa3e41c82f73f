package io.polyplug.benchmarks;

/**
 * Counts durations, in classes that are at most 1/32 wide. Belongs to one thread until it
 * is added to another.
 */
final class Histogram {

    private static final int FINENESS = 5;

    private static final int EXACT = 1 << (FINENESS + 1);

    private final long[] counts = new long[(Long.SIZE - FINENESS) << FINENESS];

    private long total;

    void record(long nanos) {
        this.counts[index(Math.max(0, nanos))]++;
        this.total++;
    }

    /** Small numbers as they are; of others the highest bit and the five behind it. */
    private static int index(long nanos) {
        if (nanos < EXACT) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - FINENESS - Long.numberOfLeadingZeros(nanos);
        return (shift << FINENESS) + (int) (nanos >>> shift);
    }

    private static long lowest(int index) {
        if (index < EXACT) {
            return index;
        }
        int shift = (index >>> FINENESS) - 1;
        return (long) (index - (shift << FINENESS)) << shift;
    }

    void add(Histogram other) {
        for (int each = 0; each < this.counts.length; each++) {
            this.counts[each] += other.counts[each];
        }
        this.total += other.total;
    }

    long total() {
        return this.total;
    }

    /** Returns the duration that so large a part does not exceed. */
    long percentile(double percent) {
        long rank = (long) Math.ceil(this.total * percent / 100);
        long seen = 0;
        for (int each = 0; each < this.counts.length; each++) {
            seen += this.counts[each];
            if (seen >= rank && seen > 0) {
                return lowest(each);
            }
        }
        return 0;
    }

}
