package io.polyplug.plan;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutPlan.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plans share one thread, which begins with the first and goes with the runtime.
 */
@Timeout(300)
class PlansTests {

    private static final RolloutPlan PLAN = new RolloutPlan(List.of(new Step(10, Duration.ZERO, 0)), 0.01, 1.5, 100);

    @Test
    void plansAreCarriedOutOnOneDaemonThreadThatEnds() throws InterruptedException {
        BlockingQueue<Thread> acting = new LinkedBlockingQueue<>();
        Plans plans = new Plans();
        plans.start(PLAN, steering(acting));
        plans.start(PLAN, steering(acting));
        Thread first = acting.poll(120, TimeUnit.SECONDS);
        assertThat(first).isNotNull();
        assertThat(acting.poll(120, TimeUnit.SECONDS)).isSameAs(first);
        assertThat(first.getName()).isEqualTo("polyplug-rollout");
        assertThat(first.isDaemon()).isTrue();
        plans.close();
        first.join(TimeUnit.SECONDS.toMillis(120));
        assertThat(first.isAlive()).isFalse();
        plans.start(PLAN, steering(acting)).cancel();
    }

    @Test
    void closingInterruptsNothing() throws InterruptedException {
        CountDownLatch acting = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        Plans plans = new Plans();
        plans.start(PLAN, new Promotion(() -> {
            acting.countDown();
            try {
                closed.await();
                interrupted.add(false);
            }
            catch (InterruptedException ex) {
                interrupted.add(true);
            }
        }));
        assertThat(acting.await(120, TimeUnit.SECONDS)).isTrue();
        plans.close();
        closed.countDown();
        assertThat(interrupted.poll(120, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aCancelledPlanActsNoMore() throws InterruptedException {
        BlockingQueue<Thread> acting = new LinkedBlockingQueue<>();
        try (Plans plans = new Plans()) {
            plans.start(PLAN, steering(acting)).cancel();
            CountDownLatch later = new CountDownLatch(1);
            plans.start(PLAN, new Promotion(later::countDown));
            assertThat(later.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(acting).isEmpty();
        }
    }

    private static RolloutSteering steering(BlockingQueue<Thread> acting) {
        return new Promotion(() -> acting.add(Thread.currentThread()));
    }

    /** A rollout that is good enough. */
    private record Promotion(Runnable promoted) implements RolloutSteering {

        @Override
        public RolloutInfo now() {
            return Observed.errors(0, 100, 0, 100).info();
        }

        @Override
        public void weigh(int weight, int step, String reason) {
            throw new AssertionError("There is one step");
        }

        @Override
        public void promote(String reason) {
            this.promoted.run();
        }

        @Override
        public void abandon(String reason) {
            throw new AssertionError(reason);
        }

    }

}
