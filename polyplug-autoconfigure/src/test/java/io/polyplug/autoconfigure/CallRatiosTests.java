package io.polyplug.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.polyplug.CallStatistics;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Errors among the latest calls.
 */
class CallRatiosTests {

    private final Map<String, CallStatistics> counted = new LinkedHashMap<>();

    private long now = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

    private void count(String bundle, String contract, long calls, long errors) {
        this.counted.put(bundle + contract, new CallStatistics(bundle, contract, calls, errors));
    }

    private CallRatios ratios(Duration window) {
        return new CallRatios(() -> this.counted.values(), window, () -> this.now);
    }

    private void pass(Duration time) {
        this.now += time.toNanos();
    }

    @Test
    @DisplayName("what was counted before is not among the latest calls, and the contracts of a bundle are one sum")
    void contractsOfABundleAreAdded() {
        count("a", "x", 100, 100);
        CallRatios ratios = ratios(Duration.ofMinutes(1));
        assertThat(ratios.latest()).isEmpty();
        count("a", "x", 106, 101);
        count("a", "y", 4, 1);
        count("b", "x", 3, 0);
        pass(Duration.ofMillis(1_000));
        assertThat(ratios.latest())
            .isEqualTo(Map.of("a", new CallRatios.Calls(10, 2), "b", new CallRatios.Calls(3, 0)));
        assertThat(ratios.latest().get("a").errorRatio()).isEqualTo(0.2);
    }

    @Test
    @DisplayName("errors leave the window as it slides on, and the clock may overflow")
    void theWindowSlides() {
        CallRatios ratios = ratios(Duration.ofMinutes(1));
        count("a", "x", 10, 10);
        for (int second = 0; second < 60; second++) {
            assertThat(ratios.latest()).as("second %s", second).containsEntry("a", new CallRatios.Calls(10, 10));
            pass(Duration.ofMillis(1_000));
        }
        count("a", "x", 15, 10);
        pass(Duration.ofMillis(1_000));
        assertThat(ratios.latest()).containsEntry("a", new CallRatios.Calls(5, 0));
    }

    @Test
    @DisplayName("who asks less often than the window is long gets what was counted since")
    void askedSeldom() {
        CallRatios ratios = ratios(Duration.ofMillis(10_000));
        count("a", "x", 10, 5);
        pass(Duration.ofHours(1));
        assertThat(ratios.latest()).containsEntry("a", new CallRatios.Calls(10, 5));
        count("a", "x", 11, 5);
        pass(Duration.ofHours(1));
        assertThat(ratios.latest()).containsEntry("a", new CallRatios.Calls(1, 0));
    }

    @Test
    @DisplayName("who asks all the time gets the same as others")
    void askedOften() {
        CallRatios ratios = ratios(Duration.ofSeconds(60));
        count("a", "x", 10, 10);
        for (int i = 0; i < 600_000; i++) {
            ratios.latest();
            pass(Duration.ofNanos(100_000));
        }
        pass(Duration.ofMillis(1_000));
        assertThat(ratios.latest()).isEmpty();
    }

    @Test
    @DisplayName("a window without a length is refused")
    void noWindow() {
        assertThatIllegalArgumentException().isThrownBy(() -> ratios(Duration.ZERO)).withMessageContaining("longer");
    }

}
