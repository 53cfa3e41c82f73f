package io.polyplug.plan;

import java.time.Duration;
import java.util.List;

import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutPlan.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A plan decides from figures and the time alone.
 */
class PlanCourseTests {

    private static final Duration STEP = Duration.ofMinutes(1);

    private static final Duration MOMENT = STEP.dividedBy(60);

    /**
     * Two steps of a minute, 1 % of errors more, 1.5 times the time, judged from 100
     * calls on.
     */
    private static final RolloutPlan PLAN = new RolloutPlan(List.of(new Step(10, STEP, 0), new Step(500, STEP, 1000)),
            0.01, 1.5, 100);

    private final PlanCourse course = new PlanCourse(PLAN, 0);

    @Test
    void waitsWhileTheStepLasts() {
        assertThat(look(Observed.errors(0, 400, 0, 39_600), Duration.ZERO))
            .isEqualTo(new PlanDecision.Wait(PlanCourse.PAUSE));
    }

    @Test
    void looksAtTheEndOfTheStep() {
        assertThat(look(Observed.errors(0, 400, 0, 39_600), STEP.minusMillis(3)))
            .isEqualTo(new PlanDecision.Wait(Duration.ofMillis(3)));
    }

    @Test
    void advancesAtTheEndOfTheStep() {
        assertThat(look(Observed.errors(2, 400, 198, 39_600), STEP)).isEqualTo(new PlanDecision.Advance(500, 2,
                "step 1 of 2 (1.0 % of the calls) is over: 2 of 400 calls of 1.1.0 failed (0.5 %), 198 of 39,600 of "
                        + "1.0.0 (0.5 %)"));
    }

    @Test
    void abandonsForErrors() {
        assertThat(look(Observed.errors(12, 400, 0, 39_600), MOMENT))
            .isEqualTo(new PlanDecision.Abandon("12 of 400 calls of 1.1.0 failed (3.0 %), 0 of 39,600 of 1.0.0 "
                    + "(0.0 %): 3.0 % more, and the plan allows 1.0 %"));
    }

    @Test
    void forgivesWhatTheOtherVersionDoesToo() {
        assertThat(look(Observed.errors(12, 400, 1188, 39_600), MOMENT))
            .isInstanceOf(PlanDecision.Wait.class);
    }

    @Test
    void judgesNobodyByFewCalls() {
        assertThat(look(Observed.errors(99, 99, 0, 9900), MOMENT)).isInstanceOf(PlanDecision.Wait.class);
        assertThat(look(Observed.errors(100, 100, 0, 9900), MOMENT))
            .isInstanceOf(PlanDecision.Abandon.class);
    }

    @Test
    void abandonsASlowerOne() {
        Observed observed = Observed.errors(0, 400, 0, 39_600);
        assertThat(look(observed.medians(Duration.ofMillis(3), Duration.ofMillis(2), 10), Duration.ZERO))
            .isInstanceOf(PlanDecision.Wait.class);
        assertThat(look(observed.medians(Duration.ofMillis(4), Duration.ofMillis(2), 9), Duration.ZERO))
            .isInstanceOf(PlanDecision.Wait.class);
        assertThat(look(observed.medians(Duration.ofNanos(4_096_000), Duration.ofNanos(850_000), 10), Duration.ZERO))
            .isEqualTo(
                    new PlanDecision.Abandon("half of the calls of 1.1.0 took more than 4.1 ms, half of those of 1.0.0 "
                            + "more than 850 µs: 4.8 times, more than the 1.5 times that the plan allows"));
    }

    @Test
    void hasNoOpinionOnTimesWithoutALimit() {
        PlanCourse patient = new PlanCourse(
                new RolloutPlan(List.of(new Step(10, STEP, 0)), 0.01, Double.POSITIVE_INFINITY, 100), 0);
        assertThat(patient
            .look(Observed.errors(0, 400, 0, 39_600).medians(Duration.ofHours(1), Duration.ofNanos(1), 100).info(), 0))
            .isInstanceOf(PlanDecision.Wait.class);
    }

    @Test
    void abandonsAShadowThatAnswersOtherwise() {
        assertThat(look(Observed.errors(0, 400, 0, 39_600).compared(396, 4), Duration.ZERO))
            .isInstanceOf(PlanDecision.Wait.class);
        assertThat(look(Observed.errors(0, 400, 0, 39_600).compared(386, 14), Duration.ZERO))
            .isEqualTo(new PlanDecision.Abandon("14 of 400 results of 1.1.0 differ from those of 1.0.0 (3.5 %): more "
                    + "than the 1.0 % that the plan allows"));
    }

    @Test
    void aGoodStepHidesNoBadOne() {
        this.course.advanced(Observed.errors(0, 100_000, 0, 100_000).info(), STEP.toNanos());
        assertThat(look(Observed.errors(99, 100_099, 0, 100_099), STEP.plusSeconds(1)))
            .isInstanceOf(PlanDecision.Wait.class);
        assertThat(look(Observed.errors(99, 100_100, 0, 100_100), STEP.plusSeconds(1)))
            .isEqualTo(new PlanDecision.Abandon(
                    "99 of 100 calls of 1.1.0 failed (99 %), 0 of 100 of 1.0.0 (0.0 %): 99 % more, and the plan allows "
                            + "1.0 %"));
    }

    @Test
    void oneThatGetsNoCallsAnyMoreIsComparedByThoseItGot() {
        this.course.advanced(Observed.errors(5, 100, 500, 10_000).info(), STEP.toNanos());
        assertThat(look(Observed.errors(10, 200, 500, 10_000), STEP.plusSeconds(1)))
            .isInstanceOf(PlanDecision.Wait.class);
    }

    @Test
    void waitsForCallsAndSaysSoOnceAStep() {
        this.course.advanced(Observed.errors(0, 400, 0, 39_600).info(), 0);
        Observed few = Observed.errors(0, 1399, 0, 40_600);
        assertThat(look(few, STEP)).isEqualTo(new PlanDecision.Wait(PlanCourse.PAUSE));
        assertThat(this.course.complaint(few.info(), STEP.toNanos())).isEmpty();
        long late = STEP.plus(PlanCourse.PATIENCE).toNanos();
        assertThat(this.course.complaint(few.info(), late)).contains(
                "the plan waits in step 2 of 2: 1.1.0 got 999 of the 1,000 calls that the step takes, and the step's time "
                        + "is over");
        assertThat(this.course.complaint(few.info(), late)).isEmpty();
    }

    @Test
    void advancesNobodyUnjudged() {
        assertThat(look(Observed.errors(0, 99, 0, 9900), STEP)).isInstanceOf(PlanDecision.Wait.class);
    }

    @Test
    void promotesAfterTheLastStep() {
        this.course.advanced(Observed.errors(0, 400, 0, 39_600).info(), STEP.toNanos());
        Observed observed = Observed.errors(0, 1400, 0, 40_600)
            .medians(Duration.ofNanos(1200), Duration.ofMillis(1200), 100);
        assertThat(look(observed, STEP.multipliedBy(2))).isEqualTo(new PlanDecision.Promote(
                "step 2 of 2 (50 % of the calls) is over: 0 of 1,000 calls of 1.1.0 failed (0.0 %), 0 of 1,000 of 1.0.0 "
                        + "(0.0 %); half of the calls of 1.1.0 took more than 1.2 µs, half of those of 1.0.0 more than "
                        + "1.2 s"));
    }

    @Test
    void twoOfOneVersionAreToldApart() {
        PlanDecision decision = look(Observed.errors(12, 400, 0, 39_600).ofVersion("1.0.0"), Duration.ZERO);
        assertThat(((PlanDecision.Abandon) decision).reason())
            .startsWith("12 of 400 calls of generation 2 failed (3.0 %), 0 of 39,600 of generation 1 (0.0 %)");
    }

    private PlanDecision look(Observed observed, Duration time) {
        return this.course.look(observed.info(), time.toNanos());
    }

}
