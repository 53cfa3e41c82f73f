package io.polyplug.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.polyplug.contract.Version;
import io.polyplug.rollout.RolloutComparisons;
import io.polyplug.rollout.RolloutFigures;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutMode;

/**
 * Figures of a rollout from version 1.0.0 to 1.1.0, as a test wants them.
 */
record Observed(RolloutFigures candidate, RolloutFigures serving, RolloutComparisons comparisons, String version) {

    /** Returns how many calls failed, on both sides. */
    static Observed errors(long errors, long calls, long servingErrors, long servingCalls) {
        return new Observed(figures(errors, calls, Duration.ZERO, 0),
                figures(servingErrors, servingCalls, Duration.ZERO, 0), new RolloutComparisons(0, 0, Optional.empty()),
                "1.1.0");
    }

    /** Returns these with times. */
    Observed medians(Duration candidate, Duration serving, long timed) {
        return new Observed(figures(this.candidate.errors(), this.candidate.calls(), candidate, timed),
                figures(this.serving.errors(), this.serving.calls(), serving, timed), this.comparisons, this.version);
    }

    /** Returns these with compared results. */
    Observed compared(long equal, long different) {
        return new Observed(this.candidate, this.serving, new RolloutComparisons(equal, different, Optional.empty()),
                this.version);
    }

    /** Returns these of a candidate that calls itself otherwise. */
    Observed ofVersion(String version) {
        return new Observed(this.candidate, this.serving, this.comparisons, version);
    }

    private static RolloutFigures figures(long errors, long calls, Duration median, long timed) {
        return new RolloutFigures(calls, errors, 0, timed, median, median);
    }

    RolloutInfo info() {
        return new RolloutInfo("greeter", RolloutMode.CANARY, Version.parse("1.0.0"), 1, Version.parse(this.version), 2,
                10, 1, Instant.EPOCH, this.serving, this.candidate, this.comparisons);
    }

}
