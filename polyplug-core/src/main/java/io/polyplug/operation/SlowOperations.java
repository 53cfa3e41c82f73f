package io.polyplug.operation;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then at what is running, on a daemon thread of its own that begins with
 * the first operation and rests while there is none: whoever hangs cannot tell it.
 * Thread-safe.
 */
final class SlowOperations implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.lifecycle");

    private static final long AFTER_A_FAILURE = 250_000_000;

    private final LongSupplier look;

    private final ThreadFactory threads;

    private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

    private final AtomicBoolean looking = new AtomicBoolean();

    private final AtomicBoolean started = new AtomicBoolean();

    private volatile @Nullable Thread thread;

    private volatile boolean closed;

    /**
     * Creates it, without a thread.
     * @param look looks at what is running, and returns after how many nanoseconds to
     * look again; 0 if nothing is
     */
    SlowOperations(LongSupplier look) {
        this(look, (work) -> new Thread(work, "polyplug-slow-operations"));
    }

    SlowOperations(LongSupplier look, ThreadFactory threads) {
        this.look = look;
        this.threads = threads;
    }

    /** Tells that something has begun, which goes on whether it is looked at or not. */
    void begun() {
        if (!this.looking.get() && this.looking.compareAndSet(false, true)) {
            if (this.started.compareAndSet(false, true)) {
                start();
            }
            else {
                LockSupport.unpark(this.thread);
            }
        }
    }

    /** A system that has no thread to give may have one for the next operation. */
    private void start() {
        try {
            Thread made = this.threads.newThread(this::run);
            made.setDaemon(true);
            made.setContextClassLoader(this.classLoader);
            this.thread = made;
            made.start();
        }
        catch (Throwable ex) {
            this.started.set(false);
            this.looking.set(false);
            logger.error("Nobody looks after operations that take long; the next operation tries again", ex);
        }
    }

    private void run() {
        while (!this.closed) {
            long pause = this.looking.get() ? look() : 0;
            if (pause > 0) {
                LockSupport.parkNanos(this, pause);
            }
            else if (this.looking.getAndSet(false)) {
                lookAgain();
            }
            else {
                LockSupport.park(this);
            }
        }
    }

    /** Whoever began before the mark was taken away woke nobody. */
    private void lookAgain() {
        if (look() > 0) {
            this.looking.set(true);
        }
    }

    private long look() {
        try {
            return this.look.getAsLong();
        }
        catch (Throwable ex) {
            logger.error("Slow operations could not be told; the next look tries again", ex);
            return AFTER_A_FAILURE;
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        this.closed = true;
        LockSupport.unpark(this.thread);
    }

}
