package io.polyplug.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutPlan.Step;
import org.jspecify.annotations.Nullable;

/**
 * How far a plan has come. It decides from what it is told, and knows neither clock nor
 * thread; a decision that was not carried out is made anew at the next look. Not
 * thread-safe.
 */
final class PlanCourse {

    /** So often the candidate is judged while a step lasts. */
    static final Duration PAUSE = Duration.ofMillis(250);

    /** So long after its time a step without enough calls is told. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RolloutPlan plan;

    private int step = 1;

    private long begin;

    /** {@code null} in the first step, in which all counts begin with zero. */
    private @Nullable RolloutInfo atBegin;

    private boolean told;

    PlanCourse(RolloutPlan plan, long nanoTime) {
        this.plan = plan;
        this.begin = nanoTime;
    }

    /** Decides what is to be done about a rollout as it is now. */
    PlanDecision look(RolloutInfo rollout, long nanoTime) {
        PlanText text = PlanText.of(rollout);
        StepFigures figures = figures(rollout);
        Optional<String> verdict = verdict(figures, text);
        if (verdict.isPresent()) {
            return new PlanDecision.Abandon(verdict.get());
        }
        Duration left = current().duration().minusNanos(nanoTime - this.begin);
        if (left.compareTo(Duration.ZERO) > 0) {
            return new PlanDecision.Wait((left.compareTo(PAUSE) < 0) ? left : PAUSE);
        }
        if (figures.candidate().calls() < wantedCalls()) {
            return new PlanDecision.Wait(PAUSE);
        }
        List<Step> steps = this.plan.steps();
        String reason = text.stepEnded(this.step, steps.size(), current().weight(), figures);
        return (this.step == steps.size()) ? new PlanDecision.Promote(reason)
                : new PlanDecision.Advance(steps.get(this.step).weight(), this.step + 1, reason);
    }

    /** Returns why the candidate is not good enough, or nothing if it is. */
    private Optional<String> verdict(StepFigures figures, PlanText text) {
        if (figures.candidate().calls() < this.plan.minimumCalls()) {
            return Optional.empty();
        }
        if (figures.failsTooOften(this.plan)) {
            return Optional.of(text.tooManyErrors(figures, this.plan.errorRatio()));
        }
        if (figures.differsTooOften(this.plan)) {
            return Optional.of(text.tooManyDifferences(figures, this.plan.errorRatio()));
        }
        return figures.isTooSlow(this.plan) ? Optional.of(text.tooSlow(figures, this.plan.latencyRatio()))
                : Optional.empty();
    }

    /** Tells that the next step began, with what was counted until then. */
    void advanced(RolloutInfo rollout, long nanoTime) {
        this.step++;
        this.begin = nanoTime;
        this.atBegin = rollout;
        this.told = false;
    }

    /** Returns, once a step, that its time is over and the calls are too few. */
    Optional<String> complaint(RolloutInfo rollout, long nanoTime) {
        long calls = figures(rollout).candidate().calls();
        Duration lasted = Duration.ofNanos(nanoTime - this.begin);
        if (this.told || calls >= wantedCalls() || lasted.minus(PATIENCE).compareTo(current().duration()) < 0) {
            return Optional.empty();
        }
        this.told = true;
        return Optional.of(PlanText.of(rollout).tooFewCalls(this.step, this.plan.steps().size(), calls, wantedCalls()));
    }

    private StepFigures figures(RolloutInfo rollout) {
        return StepFigures.of(rollout, this.atBegin, this.plan.minimumCalls());
    }

    /** Nobody advances unjudged. */
    private long wantedCalls() {
        return Math.max(current().calls(), this.plan.minimumCalls());
    }

    private Step current() {
        return this.plan.steps().get(this.step - 1);
    }

}
