package io.polyplug.trial;

import java.time.Duration;

import io.polyplug.rollout.RolloutFigures;
import io.polyplug.rollout.RolloutSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What both versions did is told together, but for times, which are those under the
 * present load.
 */
class TrialTests {

    @Test
    void timesBeginAnewWithAnotherWeight() {
        Trial trial = new Trial("greeter", RolloutSettings.canary(10));
        time(trial, Duration.ofMillis(1));
        trial.candidate().countFailed();
        trial.weigh(500);
        assertThat(trial.candidateNow()).isEqualTo(new RolloutFigures(1, 1, 0, 0, Duration.ZERO, Duration.ZERO));
        assertThat(trial.servingNow().timedCalls()).isZero();
        time(trial, Duration.ofMillis(8));
        assertThat(trial.candidateNow().timedCalls()).isEqualTo(20);
        assertThat(trial.candidateNow().median()).isBetween(Duration.ofMillis(7), Duration.ofMillis(9));
        assertThat(trial.servingNow().median()).isEqualTo(trial.candidateNow().median());
    }

    @Test
    void timesOfOneThatGetsNoCallsStay() {
        Trial canary = new Trial("greeter", RolloutSettings.canary(10));
        time(canary, Duration.ofMillis(1));
        canary.weigh(1000);
        assertThat(canary.candidateNow().timedCalls()).isZero();
        assertThat(canary.servingNow().timedCalls()).isEqualTo(20);
        Trial shadow = new Trial("greeter", RolloutSettings.shadow(10));
        time(shadow, Duration.ofMillis(1));
        shadow.weigh(1000);
        assertThat(shadow.servingNow().timedCalls()).isZero();
    }

    private static void time(Trial trial, Duration each) {
        for (int i = 0; i < 20; i++) {
            trial.time(trial.serving(), each.toNanos());
            trial.time(trial.candidate(), each.toNanos());
        }
    }

}
