package io.polyplug.sample;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import org.springframework.stereotype.Component;

/**
 * How long frames took, by intervals of a quarter of a second, for the last minute.
 * Thread-safe.
 */
@Component
class FrameTimes {

    static final Duration INTERVAL = Duration.ofMillis(250);

    private static final int CAPACITY = 240;

    private final Clock clock;

    private final Deque<Interval> intervals = new ArrayDeque<>();

    /** Of the present interval, in nanoseconds. */
    private long[] served = new long[1024];

    private int count;

    private int failed;

    private long begin;

    FrameTimes() {
        this(Clock.systemUTC());
    }

    FrameTimes(Clock clock) {
        this.clock = clock;
        this.begin = now();
    }

    synchronized void served(long nanoseconds) {
        endInterval();
        if (this.count == this.served.length) {
            this.served = Arrays.copyOf(this.served, 2 * this.count);
        }
        this.served[this.count++] = nanoseconds;
    }

    synchronized void failed() {
        endInterval();
        this.failed++;
    }

    /**
     * Returns the intervals that have ended.
     * @param after those that began later than this, in milliseconds of the epoch
     * @return the intervals, the oldest first; those without a frame are left out
     */
    synchronized List<Interval> intervals(long after) {
        endInterval();
        return this.intervals.stream().filter((interval) -> interval.at() > after).toList();
    }

    private void endInterval() {
        long now = now();
        if (now == this.begin) {
            return;
        }
        if (this.count + this.failed > 0) {
            this.intervals.addLast(interval());
        }
        if (this.intervals.size() > CAPACITY) {
            this.intervals.removeFirst();
        }
        this.begin = now;
        this.count = 0;
        this.failed = 0;
    }

    private Interval interval() {
        Arrays.sort(this.served, 0, this.count);
        return new Interval(this.begin, this.count, this.failed, percentile(50), percentile(99));
    }

    /** The least time that so many per cent of the frames did not exceed. */
    private double percentile(int percent) {
        if (this.count == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(this.count * percent / 100.0);
        return this.served[rank - 1] / 1000.0;
    }

    private long now() {
        long length = INTERVAL.toMillis();
        return this.clock.millis() / length * length;
    }

    /**
     * What became of the frames of an interval.
     *
     * @param at when it began, in milliseconds of the epoch
     * @param served how many frames the filter has made
     * @param failed how many calls of the filter have failed
     * @param p50 the time that half of the frames took at most, in microseconds
     * @param p99 the time that 99 of 100 frames took at most, in microseconds
     */
    record Interval(long at, int served, int failed, double p50, double p99) {
    }

}
