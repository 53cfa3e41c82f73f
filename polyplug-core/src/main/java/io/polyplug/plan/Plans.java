package io.polyplug.plan;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.polyplug.rollout.RolloutPlan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans that are being carried out in a runtime, all on one daemon thread, which
 * begins with the first of them. Thread-safe.
 */
public final class Plans implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.rollout");

    private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

    private final LongSupplier nanoTime;

    private final ScheduledThreadPoolExecutor executor;

    /**
     * Creates them, without a thread.
     */
    public Plans() {
        this(System::nanoTime);
    }

    Plans(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.executor = new ScheduledThreadPoolExecutor(1, this::thread);
        this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "polyplug-rollout");
        thread.setDaemon(true);
        thread.setContextClassLoader(this.classLoader);
        return thread;
    }

    /**
     * Begins a plan with its first step, whose weight the rollout has already. It is
     * looked at for the first time a quarter of a second later.
     * @param plan the steps
     * @param steering what the plan sees and does
     * @return what ends the plan early
     */
    public PlanRun start(RolloutPlan plan, RolloutSteering steering) {
        PlanRun run = new PlanRun(plan, steering, this.nanoTime);
        next(run, PlanCourse.PAUSE.toNanos());
        return run;
    }

    private void next(PlanRun run, long pause) {
        try {
            this.executor.schedule(() -> look(run), pause, TimeUnit.NANOSECONDS);
        }
        catch (RejectedExecutionException ex) {
            logger.debug("A plan ends with its runtime", ex);
        }
    }

    private void look(PlanRun run) {
        if (run.hasEnded()) {
            return;
        }
        long pause = PlanRun.PAUSE_AFTER_A_FAILURE.toNanos();
        try {
            pause = run.look().toNanos();
        }
        finally {
            if (!run.hasEnded()) {
                next(run, pause);
            }
        }
    }

    /**
     * Ends all plans and the thread. What a plan is doing at this moment is not waited
     * for.
     */
    @Override
    public void close() {
        this.executor.shutdown();
    }

}
