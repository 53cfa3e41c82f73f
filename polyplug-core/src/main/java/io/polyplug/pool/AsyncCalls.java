package io.polyplug.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.polyplug.async.AsyncContext;
import io.polyplug.async.AsyncPoolStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The pools of one runtime, which make calls that are not made on the calling thread.
 * Thread-safe.
 * <p>
 * Threads are started when calls need them. What was added to a result runs on the thread
 * that completes it: that of the pool, with no pin; for a call that is failed, the one
 * that closes the runtime, or one of its own.
 */
public final class AsyncCalls {

    private final TaskPool pool;

    private final Map<String, TaskPool> bundlePools = new TreeMap<>();

    private final @Nullable AsyncContext context;

    /**
     * Creates the pools, without a thread.
     * @param settings what they are made from
     */
    public AsyncCalls(AsyncSettings settings) {
        this.context = settings.context();
        this.pool = new TaskPool(settings.pool(), null, this);
        settings.bundlePools().forEach((name, each) -> this.bundlePools.put(name, new TaskPool(each, name, this)));
    }

    /**
     * Has a call made, by the pool of whoever would be called now. Waits for nothing.
     * @param request the call
     * @param sources what {@link AsyncContext#capture} is given
     * @return the result, or why there is none. Completed by others before the call has
     * begun, which is what cancelling does, it has the call dropped; later, it changes
     * nothing for the call
     */
    public CompletableFuture<@Nullable Object> submit(AsyncRequest request, Object... sources) {
        AsyncTask task;
        try {
            task = new AsyncTask(request, this.context, sources);
        }
        catch (RuntimeException ex) {
            return CompletableFuture.failedFuture(ex);
        }
        poolFor(request).execute(task);
        return task.result();
    }

    private TaskPool poolFor(AsyncRequest request) {
        String bundle = this.bundlePools.isEmpty() ? null : request.bundleName();
        return (bundle != null) ? Objects.requireNonNullElse(this.bundlePools.get(bundle), this.pool) : this.pool;
    }

    private List<TaskPool> pools() {
        List<TaskPool> all = new ArrayList<>();
        all.add(this.pool);
        all.addAll(this.bundlePools.values());
        return all;
    }

    /**
     * Fails the calls that wait and for which nobody is left. Waits for nothing: a thread
     * of its own tells them, for whoever takes a bundle away holds locks or is in a call.
     * Where no thread can be had, these calls fail when it is their turn.
     */
    public void failRefused() {
        try {
            List<TaskPool> refusing = pools().stream().filter(TaskPool::hasRefused).toList();
            if (!refusing.isEmpty()) {
                new AsyncThread(this, () -> refusing.forEach(TaskPool::failRefused), "polyplug-async-refusals",
                        Thread.currentThread().getContextClassLoader())
                    .start();
            }
        }
        catch (OutOfMemoryError ex) {
            // Whoever asks has published already, and has to go on with what follows from
            // that. Under its locks nothing is logged.
        }
    }

    /**
     * Lets no call in any more and fails those that wait. Those that have begun end as
     * they would.
     */
    public void shutdown() {
        pools().forEach(TaskPool::shutdown);
    }

    /**
     * Waits until the threads have ended; for nothing on one of them. After
     * {@link #shutdown}.
     * @param longest how long to wait at most
     */
    public void awaitEnd(Duration longest) {
        if (AsyncThread.isCurrentOf(this)) {
            return;
        }
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            for (TaskPool each : pools()) {
                each.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * {@return what the pools count: that of all calls first, then those of single
     * bundles by name}
     */
    public List<AsyncPoolStatistics> statistics() {
        return pools().stream().map(TaskPool::statistics).toList();
    }

}
