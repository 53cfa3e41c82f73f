package io.polyplug.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much is done.
 */
class EffortTests {

    @Test
    void wholeRunsDoEverything() {
        assertThat(Effort.chosen()).isEqualTo(Effort.WHOLE);
        assertThat(Effort.WHOLE.times(150)).isEqualTo(150);
        assertThat(Effort.WHOLE.nanos(150)).isEqualTo(150);
    }

    @Test
    void smokeRunsDoAFiftiethAndAtLeastOne() {
        assertThat(Effort.SMOKE.times(150)).isEqualTo(3);
        assertThat(Effort.SMOKE.times(9)).isEqualTo(1);
        assertThat(Effort.SMOKE.nanos(500_000_000)).isEqualTo(10_000_000);
        assertThat(Effort.SMOKE.nanos(1)).isEqualTo(1);
    }

    @Test
    void smokeRunsStartSmokeRuns() {
        assertThat(Effort.SMOKE.jvmArgument()).isEqualTo("-Dbenchmarks.smoke=true");
        assertThat(Effort.WHOLE.jvmArgument()).isEqualTo("-Dbenchmarks.smoke=false");
    }

}
