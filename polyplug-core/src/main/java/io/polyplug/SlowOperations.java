package io.polyplug;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

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

    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final BooleanSupplier look;

    private final long pause;

    private final AtomicBoolean looking = new AtomicBoolean();

    private final AtomicBoolean started = new AtomicBoolean();

    private volatile @Nullable Thread thread;

    private volatile boolean closed;

    /**
     * Creates it, without a thread.
     * @param look looks at what is running, and returns whether anything is
     * @param threshold after how many nanoseconds something is to be told
     */
    SlowOperations(BooleanSupplier look, long threshold) {
        this.look = look;
        this.pause = Math.max(SHORTEST_PAUSE, Math.min(LONGEST_PAUSE, threshold / 4));
    }

    /** Tells that something has begun. */
    void begun() {
        if (!this.looking.get() && this.looking.compareAndSet(false, true)) {
            if (this.started.compareAndSet(false, true)) {
                Thread made = new Thread(this::run, "polyplug-watch");
                made.setDaemon(true);
                this.thread = made;
                made.start();
            }
            else {
                LockSupport.unpark(this.thread);
            }
        }
    }

    private void run() {
        while (!this.closed) {
            if (!this.looking.get()) {
                LockSupport.park(this);
            }
            else if (isAnythingRunning()) {
                LockSupport.parkNanos(this, this.pause);
            }
            else {
                rest();
            }
        }
    }

    /** Whoever began before the mark was taken away is seen by the second look. */
    private void rest() {
        this.looking.set(false);
        if (isAnythingRunning()) {
            this.looking.set(true);
        }
    }

    private boolean isAnythingRunning() {
        try {
            return this.look.getAsBoolean();
        }
        catch (Throwable ex) {
            logger.error("Slow operations could not be told; the next look tries again", ex);
            return true;
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        this.closed = true;
        LockSupport.unpark(this.thread);
    }

}
