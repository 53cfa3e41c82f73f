package io.polyplug.rollout;

import java.time.Duration;

/**
 * What one of the two versions of a rollout did since the rollout began; its times, since
 * the candidate's share was changed last.
 *
 * @param calls how many calls it got, whatever came of them
 * @param errors how many of them ended with an error of the guest
 * @param answeredByOther how many of these errors no caller has seen, since the function
 * is free of side effects and the other version answered
 * @param timedCalls how many calls were timed: a sample of all since the share was
 * changed last, or before that if the version gets no calls any more
 * @param median the median of these times, zero without any
 * @param percentile99 the time that 99 of 100 of them did not exceed, zero without any
 */
public record RolloutFigures(long calls, long errors, long answeredByOther, long timedCalls, Duration median,
        Duration percentile99) {

    /**
     * {@return the share of the calls that ended with an error, 0 without calls}
     */
    public double errorRatio() {
        return (this.calls != 0) ? (double) this.errors / this.calls : 0;
    }

}
