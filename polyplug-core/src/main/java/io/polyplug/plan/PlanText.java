package io.polyplug.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

import io.polyplug.rollout.RolloutFigures;
import io.polyplug.rollout.RolloutInfo;

/**
 * Why a plan does what it does, with the figures that decided: sentences that follow a
 * "because".
 *
 * @param candidate what the candidate is called
 * @param serving what the version that served before is called
 */
record PlanText(String candidate, String serving) {

    private static final MathContext TWO_DIGITS = new MathContext(2);

    private static final double PER_CENT = 100;

    private static final double PER_MILLE_IN_A_PER_CENT = 10;

    private static final double NANOSECONDS_PER_MICROSECOND = 1e3;

    private static final double NANOSECONDS_PER_MILLISECOND = 1e6;

    private static final double NANOSECONDS_PER_SECOND = 1e9;

    /** Two builds may call themselves the same version. */
    static PlanText of(RolloutInfo rollout) {
        String candidate = rollout.candidateVersion().toString();
        String serving = rollout.servingVersion().toString();
        return candidate.equals(serving) ? new PlanText("generation " + rollout.candidateGeneration(),
                "generation " + rollout.servingGeneration()) : new PlanText(candidate, serving);
    }

    String tooManyErrors(StepFigures figures, double limit) {
        return errors(figures) + ": " + share(figures.moreErrors()) + " more, and the plan allows " + share(limit);
    }

    String tooManyDifferences(StepFigures figures, double limit) {
        long different = figures.comparisons().different();
        return count(different) + " of " + count(figures.compared()) + " results of " + this.candidate
                + " differ from those of " + this.serving + " (" + share((double) different / figures.compared())
                + "): more than the " + share(limit) + " that the plan allows";
    }

    String tooSlow(StepFigures figures, double limit) {
        double ratio = (double) figures.candidate().median().toNanos() / figures.serving().median().toNanos();
        return medians(figures) + ": " + number(ratio) + " times, more than the " + number(limit)
                + " times that the plan allows";
    }

    /** Tells that a step is over, and how it went. */
    String stepEnded(int step, int steps, int weight, StepFigures figures) {
        String times = figures.isTimed() ? "; " + medians(figures) : "";
        return "step " + step + " of " + steps + " (" + number(weight / PER_MILLE_IN_A_PER_CENT)
                + " % of the calls) is over: " + errors(figures) + times;
    }

    /** Tells that the time of a step is over, and that the calls are too few. */
    String tooFewCalls(int step, int steps, long calls, long wanted) {
        return "the plan waits in step " + step + " of " + steps + ": " + this.candidate + " got " + count(calls)
                + " of the " + count(wanted) + " calls that the step takes, and the step's time is over";
    }

    private String errors(StepFigures figures) {
        RolloutFigures serving = figures.serving();
        return count(figures.candidate().errors()) + " of " + count(figures.candidate().calls()) + " calls of "
                + this.candidate + " failed (" + share(figures.candidate().errorRatio()) + "), "
                + count(serving.errors()) + " of " + count(serving.calls()) + " of " + this.serving + " ("
                + share(serving.errorRatio()) + ")";
    }

    private String medians(StepFigures figures) {
        return "half of the calls of " + this.candidate + " took more than " + time(figures.candidate().median())
                + ", half of those of " + this.serving + " more than " + time(figures.serving().median());
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String share(double ratio) {
        return number(ratio * PER_CENT) + " %";
    }

    private static String number(double number) {
        BigDecimal rounded = BigDecimal.valueOf(number).round(TWO_DIGITS);
        return ((rounded.precision() - rounded.scale() >= 2) ? rounded : rounded.setScale(Math.max(1, rounded.scale())))
            .toPlainString();
    }

    private static String time(Duration time) {
        double nanoseconds = time.toNanos();
        if (nanoseconds < NANOSECONDS_PER_MILLISECOND) {
            return number(nanoseconds / NANOSECONDS_PER_MICROSECOND) + " µs";
        }
        return (nanoseconds < NANOSECONDS_PER_SECOND) ? number(nanoseconds / NANOSECONDS_PER_MILLISECOND) + " ms"
                : number(nanoseconds / NANOSECONDS_PER_SECOND) + " s";
    }

}
