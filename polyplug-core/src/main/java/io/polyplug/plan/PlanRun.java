package io.polyplug.plan;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutPlan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plan that is being carried out, until it promoted or abandoned the candidate or was
 * cancelled. Thread-safe.
 */
public final class PlanRun {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.rollout");

    /** What was in the way needs time to go. */
    static final Duration PAUSE_AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final RolloutSteering steering;

    private final LongSupplier nanoTime;

    private final PlanCourse course;

    private @Nullable String failure;

    private volatile boolean ended;

    PlanRun(RolloutPlan plan, RolloutSteering steering, LongSupplier nanoTime) {
        this.steering = steering;
        this.nanoTime = nanoTime;
        this.course = new PlanCourse(plan, nanoTime.getAsLong());
    }

    /**
     * Ends the plan: it looks at its rollout no more. What it is doing at this moment is
     * not waited for. Repeatable, and may be called from the steering.
     */
    public void cancel() {
        this.ended = true;
    }

    boolean hasEnded() {
        return this.ended;
    }

    /**
     * Looks at the rollout, by one thread at a time, and does what that takes.
     * @return after how long to look again
     */
    Duration look() {
        try {
            Duration pause = act(this.steering.now());
            this.failure = null;
            return pause;
        }
        catch (Throwable ex) {
            tell(ex);
            return PAUSE_AFTER_A_FAILURE;
        }
    }

    private Duration act(RolloutInfo rollout) {
        long now = this.nanoTime.getAsLong();
        PlanDecision decision = this.course.look(rollout, now);
        if (decision instanceof PlanDecision.Wait wait) {
            this.course.complaint(rollout, now)
                .ifPresent((complaint) -> logger.warn("Rollout of bundle '{}': {}", rollout.bundleName(), complaint));
            return wait.pause();
        }
        if (decision instanceof PlanDecision.Advance advance) {
            this.steering.weigh(advance.weight(), advance.step(), advance.reason());
            this.course.advanced(rollout, this.nanoTime.getAsLong());
            return PlanCourse.PAUSE;
        }
        if (decision instanceof PlanDecision.Promote promote) {
            this.steering.promote(promote.reason());
        }
        else if (decision instanceof PlanDecision.Abandon abandon) {
            this.steering.abandon(abandon.reason());
        }
        this.ended = true;
        return Duration.ZERO;
    }

    /** What goes on is told once. */
    private void tell(Throwable cause) {
        String text = cause.toString();
        if (this.ended) {
            logger.debug("A plan that had ended could not act", cause);
        }
        else if (!text.equals(this.failure)) {
            logger.warn("A rollout could not go on as planned; the plan tries again every second", cause);
        }
        this.failure = text;
    }

}
