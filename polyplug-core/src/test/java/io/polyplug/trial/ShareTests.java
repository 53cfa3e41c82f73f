package io.polyplug.trial;

import java.time.Duration;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which numbers a share has, which keys, and how times are told.
 */
class ShareTests {

    private static int among(int weight, int first, int distance, int count) {
        long bound = Share.bound(weight);
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += Share.has(bound, first + (long) i * distance) ? 1 : 0;
        }
        return found;
    }

    @Test
    @DisplayName("any numbers in a row, or equally far apart, are in the share as often as the weight says, give or take"
            + " a few")
    void sharesAreExact() {
        for (int weight = 0; weight <= 1000; weight++) {
            for (int distance : new int[] { 1, 2, 3, 16, 1024 }) {
                for (int first : new int[] { 0, 7, 123_456 }) {
                    assertThat(among(weight, first, distance, 1000))
                        .as("weight %s from %s every %s", weight, first, distance)
                        .isBetween(weight - 10, weight + 10);
                }
            }
        }
    }

    @Test
    @DisplayName("nothing is in a share of 0, and everything in one of 1000; a weight can be read back")
    void endsAreExact() {
        assertThat(among(0, -500, 1, 1_000_000)).isZero();
        assertThat(among(1000, -500, 1, 1_000_000)).isEqualTo(1_000_000);
        for (int weight = 0; weight <= 1000; weight++) {
            assertThat(Share.weight(Share.bound(weight))).isEqualTo(weight);
        }
    }

    @Test
    @DisplayName("a key stays where it was, and where too many are known the hash decides and nothing is remembered")
    void keysStay() {
        Assignments assignments = new Assignments("bundle", 100);
        long half = Share.bound(500);
        int candidates = 0;
        for (int key = 0; key < 100; key++) {
            candidates += assignments.isCandidate("key " + key, half) ? 1 : 0;
        }
        assertThat(candidates).isBetween(48, 52);
        int stayed = 0;
        for (int key = 0; key < 100; key++) {
            stayed += assignments.isCandidate("key " + key, Share.bound(0)) ? 1 : 0;
        }
        assertThat(stayed).isEqualTo(candidates);
        int beyond = 0;
        for (int key = 0; key < 1000; key++) {
            boolean first = assignments.isCandidate("later " + key, half);
            assertThat(assignments.isCandidate("later " + key, half)).isEqualTo(first);
            beyond += first ? 1 : 0;
            assertThat(assignments.isCandidate("later " + key, Share.bound(0))).isFalse();
        }
        assertThat(beyond).isBetween(400, 600);
    }

    @Test
    @DisplayName("times are told to 3 %, from one nanosecond to years, and nothing is told of none")
    void times() {
        assertThat(new Latencies().percentile(0.5)).isZero();
        for (long nanos : new long[] { 0, 1, 31, 63, 64, 1000, 123_456, 10_000_000_000L, Long.MAX_VALUE }) {
            Latencies one = new Latencies();
            one.record(nanos);
            assertThat(one.count()).isEqualTo(1);
            assertThat((double) one.percentile(0.5).toNanos()).as("%s ns", nanos).isBetween(nanos * 0.97, nanos * 1.03);
        }
        Latencies many = new Latencies();
        for (int i = 1; i <= 1000; i++) {
            many.record(i * 1000L);
        }
        assertThat(many.percentile(0.5)).isBetween(Duration.ofNanos(485_000), Duration.ofNanos(515_000));
        assertThat(many.percentile(0.99)).isBetween(Duration.ofNanos(960_000), Duration.ofNanos(1_020_000));
    }

}
