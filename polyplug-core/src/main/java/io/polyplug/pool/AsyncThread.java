package io.polyplug.pool;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A thread of a pool: a daemon that takes nothing along from whoever happened to start
 * it.
 */
final class AsyncThread extends Thread {

    private final AsyncCalls owner;

    AsyncThread(AsyncCalls owner, Runnable work, String name, @Nullable ClassLoader loader) {
        super(null, work, name, 0, false);
        this.owner = owner;
        setDaemon(true);
        setContextClassLoader(loader);
    }

    /** Returns whether the calling thread belongs to the given pools. */
    static boolean isCurrentOf(AsyncCalls calls) {
        return Thread.currentThread() instanceof AsyncThread thread && thread.owner == calls;
    }

    /** Numbers threads, and gives them the class loader of whoever built the runtime. */
    static final class Factory implements ThreadFactory {

        private final String prefix;

        private final AsyncCalls owner;

        private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

        private final AtomicInteger number = new AtomicInteger();

        Factory(String prefix, AsyncCalls owner) {
            this.prefix = prefix;
            this.owner = owner;
        }

        @Override
        public Thread newThread(Runnable work) {
            return new AsyncThread(this.owner, work, this.prefix + this.number.incrementAndGet(), this.loader);
        }

    }

}
