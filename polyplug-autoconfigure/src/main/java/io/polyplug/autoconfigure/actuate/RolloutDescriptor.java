package io.polyplug.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.polyplug.contract.Version;
import io.polyplug.rollout.RolloutComparisons;
import io.polyplug.rollout.RolloutFigures;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutMode;
import org.jspecify.annotations.Nullable;

/**
 * A rollout, as the endpoint tells it.
 *
 * @param mode {@code canary} or {@code shadow}
 * @param weight the candidate's share of the calls, in per mille
 * @param step the step of the plan, from 1, if there is a plan
 * @param candidate the version that is tried
 * @param serving the version that served before
 * @param comparisons how the results of a shadow compare with those that were answered
 * @param startedAt when the candidate began to serve
 */
public record RolloutDescriptor(String mode, int weight, @Nullable Integer step, SideDescriptor candidate,
        SideDescriptor serving, @Nullable ComparisonsDescriptor comparisons, Instant startedAt) {

    static RolloutDescriptor of(RolloutInfo rollout) {
        return new RolloutDescriptor(modeOf(rollout), rollout.weight(), (rollout.step() > 0) ? rollout.step() : null,
                SideDescriptor.of(rollout.candidateVersion(), rollout.candidateGeneration(), rollout.candidate()),
                SideDescriptor.of(rollout.servingVersion(), rollout.servingGeneration(), rollout.serving()),
                (rollout.mode() == RolloutMode.SHADOW) ? ComparisonsDescriptor.of(rollout.comparisons()) : null,
                rollout.startedAt());
    }

    RolloutDescriptor seen(Sight sight) {
        return (this.comparisons != null) ? new RolloutDescriptor(this.mode, this.weight, this.step, this.candidate,
                this.serving, this.comparisons.seen(sight), this.startedAt) : this;
    }

    static String modeOf(RolloutInfo rollout) {
        return rollout.mode().name().toLowerCase(Locale.ROOT);
    }

    /**
     * One of the two versions of a rollout, and what it did since that began.
     *
     * @param version the version
     * @param generation its generation
     * @param calls how many calls it got
     * @param errors how many of them ended with an error of the guest
     * @param answeredByOther how many of these no caller has seen, for the other version
     * answered
     * @param medianMs the median of the times of a sample of them, in milliseconds
     * @param percentile99Ms the time that 99 of 100 of the sample did not exceed
     */
    public record SideDescriptor(String version, long generation, long calls, long errors, long answeredByOther,
            @Nullable Double medianMs, @Nullable Double percentile99Ms) {

        private static SideDescriptor of(Version version, long generation, RolloutFigures figures) {
            boolean timed = figures.timedCalls() > 0;
            return new SideDescriptor(version.toString(), generation, figures.calls(), figures.errors(),
                    figures.answeredByOther(), timed ? milliseconds(figures.median()) : null,
                    timed ? milliseconds(figures.percentile99()) : null);
        }

        /** Calls take less than a microsecond. */
        private static double milliseconds(Duration time) {
            return time.toNanos() / 1e6;
        }

    }

    /**
     * How the results of a shadow compare with those that were answered.
     *
     * @param equal how often they were equal
     * @param different how often they were not
     * @param lastDifference the last difference in words, if values are shown
     */
    public record ComparisonsDescriptor(long equal, long different, @Nullable String lastDifference) {

        private static ComparisonsDescriptor of(RolloutComparisons comparisons) {
            return new ComparisonsDescriptor(comparisons.equal(), comparisons.different(),
                    comparisons.lastDifference().orElse(null));
        }

        private ComparisonsDescriptor seen(Sight sight) {
            return new ComparisonsDescriptor(this.equal, this.different, sight.value(this.lastDifference));
        }

    }

}
