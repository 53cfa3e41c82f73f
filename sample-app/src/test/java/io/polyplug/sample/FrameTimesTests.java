package io.polyplug.sample;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import io.polyplug.sample.FrameTimes.Interval;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameTimes}.
 */
class FrameTimesTests {

    private final HandClock clock = new HandClock();

    private final FrameTimes times = new FrameTimes(this.clock);

    @Test
    void intervalTellsItsPercentilesOnceItHasEnded() {
        for (int micros = 200; micros > 0; micros--) {
            this.times.served(1000L * micros);
        }
        assertThat(this.times.intervals(0)).isEmpty();
        this.clock.millis += 250;
        assertThat(this.times.intervals(0)).containsExactly(new Interval(1000, 200, 0, 100, 198));
    }

    @Test
    void intervalOfOneFrameHasItsTime() {
        this.times.served(7000);
        this.clock.millis += 250;
        assertThat(this.times.intervals(0)).containsExactly(new Interval(1000, 1, 0, 7, 7));
    }

    @Test
    void framesThatFailAreCountedWithoutATime() {
        this.times.failed();
        this.times.failed();
        this.clock.millis += 250;
        assertThat(this.times.intervals(0)).containsExactly(new Interval(1000, 0, 2, 0, 0));
    }

    @Test
    void moreFramesThanThereIsRoomForAreCounted() {
        for (int i = 0; i < 5000; i++) {
            this.times.served(3000);
        }
        this.clock.millis += 250;
        assertThat(this.times.intervals(0)).containsExactly(new Interval(1000, 5000, 0, 3, 3));
    }

    @Test
    void intervalsWithoutFramesAreLeftOut() {
        this.times.served(1000);
        this.clock.millis += 1000;
        this.times.served(2000);
        this.clock.millis += 250;
        assertThat(this.times.intervals(0)).extracting(Interval::at).containsExactly(1000L, 2000L);
    }

    @Test
    void onlyLaterIntervalsAreAskedFor() {
        this.times.served(1000);
        this.clock.millis += 250;
        this.times.served(2000);
        this.clock.millis += 250;
        assertThat(this.times.intervals(1000)).containsExactly(new Interval(1250, 1, 0, 2, 2));
        assertThat(this.times.intervals(1250)).isEmpty();
    }

    @Test
    void noMoreThanAMinuteIsKept() {
        for (int i = 0; i < 1000; i++) {
            this.times.served(1000);
            this.clock.millis += 250;
        }
        List<Interval> kept = this.times.intervals(0);
        assertThat(kept).hasSize(240);
        assertThat(kept.get(239).at()).isEqualTo(this.clock.millis - 250);
    }

    /** Goes on when the test says so. */
    private static final class HandClock extends Clock {

        private long millis = 1000;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(this.millis);
        }

    }

}
