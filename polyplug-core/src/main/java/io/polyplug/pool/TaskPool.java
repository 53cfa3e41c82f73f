package io.polyplug.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.polyplug.async.AsyncPool;
import io.polyplug.async.AsyncPoolStatistics;
import io.polyplug.error.CallRejectedException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.RuntimeClosedException;

/**
 * The threads of one pool and the calls that wait for them. Thread-safe.
 */
final class TaskPool {

    private final AsyncPool settings;

    private final @Nullable String bundleName;

    private final ThreadPoolExecutor threads;

    private final LongAdder rejected = new LongAdder();

    TaskPool(AsyncPool settings, @Nullable String bundleName, AsyncCalls owner) {
        this.settings = settings;
        this.bundleName = bundleName;
        this.threads = new ThreadPoolExecutor(settings.size(), settings.size(),
                TimeUnit.NANOSECONDS.convert(settings.keepAlive()), TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(settings.queueCapacity()),
                new AsyncThread.Factory(settings.threadNamePrefix(), owner));
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Has a call made. What becomes of it shows in its result, a refusal as well. */
    void execute(AsyncTask task) {
        try {
            this.threads.execute(task);
        }
        catch (RejectedExecutionException ex) {
            if (task.claim()) {
                task.result().completeExceptionally(rejection(task));
            }
            return;
        }
        catch (OutOfMemoryError ex) {
            // No thread could be started; the call may be in the queue nevertheless.
            if (task.claim()) {
                this.threads.remove(task);
                task.result().completeExceptionally(ex);
            }
            return;
        }
        CompletableFuture<?> unused = task.result().whenComplete((value, failure) -> drop(task));
    }

    /** Takes out what was cancelled, or completed by others, before it began. */
    private void drop(AsyncTask task) {
        if (task.claim()) {
            this.threads.remove(task);
        }
    }

    private PolyplugException rejection(AsyncTask task) {
        String contract = task.request().contractName();
        if (this.threads.isShutdown()) {
            return closed(contract);
        }
        this.rejected.increment();
        String reason = "all " + this.settings.size() + " threads '" + this.settings.threadNamePrefix()
                + "' are busy, and " + this.settings.queueCapacity() + " calls wait for them already";
        return new CallRejectedException(contract, new Explanation(
                "Contract '" + contract + "' was not called: " + reason, reason,
                "Make fewer calls at a time, or raise polyplug.async.pool.size or polyplug.async.pool.queue-capacity (in"
                        + " plain Java: asyncPool)"));
    }

    private static RuntimeClosedException closed(String contract) {
        return new RuntimeClosedException("Contract '" + contract
                + "' was not called: its polyplug runtime was closed before a thread was free for it. Have calls end"
                + " before the runtime is closed");
    }

    boolean hasRefused() {
        return this.threads.getQueue().stream().anyMatch((task) -> refusal(task) != null);
    }

    private static @Nullable PolyplugException refusal(Runnable task) {
        return ((AsyncTask) task).request().refusal();
    }

    /** Fails the calls that wait and cannot be made, on the calling thread. */
    void failRefused() {
        failWaiting(TaskPool::refusal);
    }

    private void failWaiting(Function<AsyncTask, @Nullable PolyplugException> failure) {
        for (Runnable each : this.threads.getQueue()) {
            AsyncTask task = (AsyncTask) each;
            PolyplugException failed = failure.apply(task);
            if (failed != null && task.claim()) {
                this.threads.remove(task);
                task.result().completeExceptionally(failed);
            }
        }
    }

    /** Lets no call in any more, and fails those that wait, on the calling thread. */
    void shutdown() {
        this.threads.shutdown();
        failWaiting((task) -> closed(task.request().contractName()));
    }

    void awaitEnd(Duration longest) throws InterruptedException {
        boolean unused = this.threads.awaitTermination(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    AsyncPoolStatistics statistics() {
        return new AsyncPoolStatistics(this.settings.threadNamePrefix(), Optional.ofNullable(this.bundleName),
                this.settings.size(), this.threads.getPoolSize(), this.threads.getActiveCount(),
                this.threads.getQueue().size(), this.settings.queueCapacity(), this.threads.getCompletedTaskCount(),
                this.rejected.sum());
    }

}
