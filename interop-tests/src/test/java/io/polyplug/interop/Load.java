package io.polyplug.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that call again and again until this is closed. What any of them throws fails
 * the test.
 */
final class Load implements AutoCloseable {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final List<Thread> threads = new ArrayList<>();

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private final AtomicLongArray rounds;

    private volatile boolean over;

    private Load(int size) {
        this.rounds = new AtomicLongArray(size);
    }

    static Load of(int size, Runnable round) {
        Load load = new Load(size);
        for (int i = 0; i < size; i++) {
            int member = i;
            Thread thread = new Thread(() -> load.work(member, round), "load-" + i);
            thread.setDaemon(true);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    private void work(int member, Runnable round) {
        try {
            while (!this.over) {
                round.run();
                this.rounds.incrementAndGet(member);
            }
        }
        catch (Throwable ex) {
            this.failures.add(ex);
        }
    }

    /**
     * Waits until each thread has begun and completed some more rounds. The one that it
     * is in does not count.
     */
    void awaitRounds(int more) {
        long deadline = System.nanoTime() + LONGEST;
        for (int i = 0; i < this.rounds.length(); i++) {
            long enough = this.rounds.get(i) + 1 + more;
            while (this.rounds.get(i) < enough && this.failures.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("Thread " + i + " does nothing");
                }
                LockSupport.parkNanos(100_000);
            }
        }
        requireNoFailure();
    }

    private void requireNoFailure() {
        Throwable failure = this.failures.peek();
        if (failure != null) {
            throw new AssertionError("A call failed: " + failure, failure);
        }
    }

    /** Returns how often all threads have called. */
    long rounds() {
        long sum = 0;
        for (int i = 0; i < this.rounds.length(); i++) {
            sum += this.rounds.get(i);
        }
        return sum;
    }

    @Override
    public void close() {
        this.over = true;
        try {
            for (Thread thread : this.threads) {
                thread.join(TimeUnit.NANOSECONDS.toMillis(LONGEST));
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        requireNoFailure();
    }

}
