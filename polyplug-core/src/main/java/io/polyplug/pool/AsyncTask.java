package io.polyplug.pool;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.polyplug.async.AsyncContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A call in the queue of a pool, with what it takes along. Thread-safe: whoever claims it
 * may complete it, for it is made once or not at all.
 */
final class AsyncTask implements Runnable {

    private final AsyncRequest request;

    private final @Nullable Map<String, String> logContext = MDC.getCopyOfContextMap();

    private final Runnable body;

    private final AtomicBoolean claimed = new AtomicBoolean();

    private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

    AsyncTask(AsyncRequest request, @Nullable AsyncContext context, Object... sources) {
        this.request = request;
        this.body = (context != null) ? context.capture(this::call, sources) : this::call;
    }

    AsyncRequest request() {
        return this.request;
    }

    CompletableFuture<@Nullable Object> result() {
        return this.result;
    }

    /** Returns whether the caller is the one who decides what becomes of the call. */
    boolean claim() {
        return this.claimed.compareAndSet(false, true);
    }

    /**
     * Makes the call, unless somebody else has claimed it, or has completed the result
     * and is about to.
     */
    @Override
    public void run() {
        if (this.result.isDone() || !claim()) {
            return;
        }
        try {
            runWithLogContext();
        }
        catch (Throwable ex) {
            this.result.completeExceptionally(ex);
        }
    }

    private void runWithLogContext() {
        Map<String, String> before = MDC.getCopyOfContextMap();
        setLogContext(this.logContext);
        try {
            this.body.run();
        }
        finally {
            setLogContext(before);
        }
    }

    /** What is added to the result runs with what the call took along, too. */
    private void call() {
        Object value;
        try {
            value = this.request.call();
        }
        catch (Throwable ex) {
            this.result.completeExceptionally(ex);
            return;
        }
        this.result.complete(value);
    }

    private static void setLogContext(@Nullable Map<String, String> values) {
        if (values != null) {
            MDC.setContextMap(values);
        }
        else {
            MDC.clear();
        }
    }

}
