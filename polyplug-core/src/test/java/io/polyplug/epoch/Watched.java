package io.polyplug.epoch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Something retired that tells the test when it is scanned and when it is released.
 */
final class Watched implements Retired {

    private final List<Reader> readers;

    private final Runnable afterScan;

    private final AtomicInteger scans = new AtomicInteger();

    private final AtomicInteger releases = new AtomicInteger();

    private final AtomicInteger tellings = new AtomicInteger();

    private final CountDownLatch toldOnce = new CountDownLatch(1);

    private volatile @Nullable Runnable telling;

    private final CountDownLatch released = new CountDownLatch(1);

    private volatile long releasedAt;

    Watched(Reader... readers) {
        this(() -> {
        }, readers);
    }

    /** Runs something once a scan has found no pin, each time. */
    Watched(Runnable afterScan, Reader... readers) {
        this.readers = List.of(readers);
        this.afterScan = afterScan;
    }

    @Override
    public Predicate<Reader> readers() {
        this.scans.incrementAndGet();
        return this.readers::contains;
    }

    @Override
    public boolean tryClose() {
        this.afterScan.run();
        return true;
    }

    /** Has late readers, and does something when they are told. */
    void telling(Runnable action) {
        this.telling = action;
    }

    @Override
    public boolean tellLateReaders() {
        Runnable action = this.telling;
        if (action == null) {
            return false;
        }
        action.run();
        this.tellings.incrementAndGet();
        this.toldOnce.countDown();
        return true;
    }

    int told() {
        return this.tellings.get();
    }

    void awaitTold() {
        try {
            assertThat(this.toldOnce.await(60, TimeUnit.SECONDS)).as("late readers are told").isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    @Override
    public void reclaim() {
        this.releasedAt = System.nanoTime();
        this.releases.incrementAndGet();
        this.released.countDown();
    }

    int scans() {
        return this.scans.get();
    }

    int releases() {
        return this.releases.get();
    }

    /**
     * Waits until this was looked at so many more times, so that a whole round has
     * passed.
     */
    void awaitScans(int more) {
        int enough = this.scans.get() + more;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (this.scans.get() < enough) {
            if (this.releases.get() > 0) {
                throw new AssertionError("Released although a pin holds it");
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not scanned any more");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** Waits for the release; returns how long after {@code since} it came. */
    Duration awaitRelease(long since) {
        try {
            if (!this.released.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Never released");
            }
            return Duration.ofNanos(this.releasedAt - since);
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

}
