package io.polyplug.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutPlan.Step;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a plan decides is carried out, at last where something is in the way at first.
 */
class PlanRunTests {

    private static final Duration STEP = Duration.ofMinutes(1);

    private static final RolloutPlan PLAN = new RolloutPlan(List.of(new Step(10, STEP, 0), new Step(500, STEP, 0)),
            0.01, 1.5, 100);

    private final Steered steered = new Steered();

    private long now;

    private final PlanRun run = new PlanRun(PLAN, this.steered, () -> this.now);

    @Test
    void goesFromStepToStepToThePromotion() {
        this.steered.observed = Observed.errors(0, 200, 0, 2000);
        assertThat(this.run.look()).isEqualTo(PlanCourse.PAUSE);
        assertThat(this.steered.done).isEmpty();
        this.now = STEP.toNanos();
        this.run.look();
        assertThat(this.steered.done).containsExactly("weigh 500 step 2");
        this.steered.observed = Observed.errors(0, 400, 0, 4000);
        this.now = STEP.multipliedBy(2).toNanos();
        this.run.look();
        assertThat(this.steered.done).containsExactly("weigh 500 step 2", "promote");
        assertThat(this.run.hasEnded()).isTrue();
    }

    @Test
    void abandons() {
        this.steered.observed = Observed.errors(200, 200, 0, 2000);
        this.run.look();
        assertThat(this.steered.done).containsExactly("abandon");
        assertThat(this.run.hasEnded()).isTrue();
    }

    @Test
    void triesAgainAndTellsWhatIsInTheWayOnce() {
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.rollout")) {
            this.steered.observed = Observed.errors(200, 200, 0, 2000);
            this.steered.failure = new IllegalStateException("busy");
            assertThat(this.run.look()).isEqualTo(PlanRun.PAUSE_AFTER_A_FAILURE);
            this.run.look();
            assertThat(log.lines())
                .containsExactly("WARN A rollout could not go on as planned; the plan tries again every second");
            assertThat(this.run.hasEnded()).isFalse();
            this.steered.failure = null;
            this.run.look();
        }
        assertThat(this.steered.done).containsExactly("abandon");
        assertThat(this.run.hasEnded()).isTrue();
    }

    @Test
    void aStepThatDidNotBeginBeginsLater() {
        this.steered.observed = Observed.errors(0, 200, 0, 2000);
        this.steered.failure = new AssertionError("out of order");
        this.now = STEP.toNanos();
        this.run.look();
        this.steered.failure = null;
        this.now = STEP.multipliedBy(2).toNanos();
        this.run.look();
        assertThat(this.steered.done).containsExactly("weigh 500 step 2");
    }

    @Test
    void saysThatCallsAreTooFew() {
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.rollout")) {
            this.steered.observed = Observed.errors(0, 3, 0, 2000);
            this.now = STEP.plus(PlanCourse.PATIENCE).toNanos();
            this.run.look();
            this.run.look();
            assertThat(log.lines()).containsExactly("WARN Rollout of bundle 'greeter': the plan waits in step 1 of 2: "
                    + "1.1.0 got 3 of the 100 calls that the step takes, and the step's time is over");
        }
    }

    /** Does as the plan says, or fails. */
    private static final class Steered implements RolloutSteering {

        private final List<String> done = new ArrayList<>();

        private Observed observed = Observed.errors(0, 0, 0, 0);

        private Throwable failure;

        @Override
        public RolloutInfo now() {
            return this.observed.info();
        }

        @Override
        public void weigh(int weight, int step, String reason) {
            act("weigh " + weight + " step " + step);
        }

        @Override
        public void promote(String reason) {
            act("promote");
        }

        @Override
        public void abandon(String reason) {
            act("abandon");
        }

        private void act(String deed) {
            if (this.failure instanceof RuntimeException failed) {
                throw failed;
            }
            if (this.failure instanceof Error failed) {
                throw failed;
            }
            this.done.add(deed);
        }

    }

}
