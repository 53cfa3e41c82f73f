package io.polyplug;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Threads that start together and must all come back: what any of them throws fails the
 * test. Every second one is virtual where the JVM has virtual threads.
 */
public final class Crew implements AutoCloseable {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private static final int BREATH = 16;

    private final List<Thread> threads = new ArrayList<>();

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private final CountDownLatch running;

    private final AtomicLongArray rounds;

    private volatile boolean dismissed;

    private Crew(int size) {
        this.running = new CountDownLatch(size);
        this.rounds = new AtomicLongArray(size);
    }

    /**
     * Starts threads that pass a common barrier before they work.
     * @param size how many
     * @param task what each does, told which one it is
     * @return the crew
     */
    public static Crew start(int size, Task task) {
        Crew crew = new Crew(size);
        CyclicBarrier barrier = new CyclicBarrier(size);
        for (int i = 0; i < size; i++) {
            int member = i;
            crew.add((i % 2 == 1), () -> {
                barrier.await();
                task.run(member);
            });
        }
        return crew;
    }

    /**
     * Starts threads that work again and again until they are dismissed.
     * @param size how many
     * @param task one round, told which thread it is
     * @return the crew
     */
    public static Crew repeating(int size, Task task) {
        Crew crew = new Crew(size);
        for (int i = 0; i < size; i++) {
            int member = i;
            crew.add((i % 2 == 1), () -> {
                while (!crew.dismissed && crew.failures.isEmpty()) {
                    task.run(member);
                    if (crew.rounds.incrementAndGet(member) % BREATH == 0 && member % 2 == 1) {
                        // Virtual threads share few carriers and are never preempted.
                        LockSupport.parkNanos(1);
                    }
                }
            });
        }
        return crew;
    }

    /**
     * Starts one platform thread.
     * @param task what it does
     * @return the crew of one
     */
    public static Crew startOne(Job task) {
        Crew crew = new Crew(1);
        crew.add(false, task);
        return crew;
    }

    /**
     * Starts threads, and waits for them.
     * @param size how many
     * @param task what each does, told which one it is
     */
    public static void run(int size, Task task) {
        start(size, task).join();
    }

    private void add(boolean virtual, Job job) {
        Runnable body = () -> {
            try {
                job.run();
            }
            catch (Throwable ex) {
                this.failures.add(ex);
            }
            finally {
                this.running.countDown();
            }
        };
        Thread thread = virtual ? virtualIfPossible(body) : null;
        if (thread == null) {
            thread = new Thread(body, "crew-" + this.threads.size());
            thread.setDaemon(true);
            thread.start();
        }
        this.threads.add(thread);
    }

    private static @Nullable Thread virtualIfPossible(Runnable body) {
        try {
            return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
        }
        catch (ReflectiveOperationException ex) {
            return null;
        }
    }

    /**
     * Waits until each thread of a repeating crew has begun and completed more rounds.
     * The one that it is in does not count: it began before.
     * @param more how many more each
     */
    public void awaitRounds(int more) {
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
    }

    /**
     * Returns how many rounds all threads have completed.
     * @return the rounds so far
     */
    public long rounds() {
        long sum = 0;
        for (int i = 0; i < this.rounds.length(); i++) {
            sum += this.rounds.get(i);
        }
        return sum;
    }

    /** Tells the crew to come back, and waits for it. */
    public void dismiss() {
        this.dismissed = true;
        join();
    }

    /**
     * Waits for all.
     * @throws AssertionError if one failed, or does not come back
     */
    public void join() {
        boolean ended;
        try {
            ended = this.running.await(LONGEST, TimeUnit.NANOSECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            ended = false;
        }
        Throwable failure = this.failures.peek();
        if (failure != null) {
            throw new AssertionError("A thread failed: " + failure, failure);
        }
        if (!ended) {
            throw new AssertionError("Threads do not come back: " + this.threads.stream()
                .filter(Thread::isAlive)
                .map((each) -> each + " at " + Arrays.toString(each.getStackTrace()))
                .toList());
        }
    }

    /** Tells the crew to come back, and waits for it. */
    @Override
    public void close() {
        dismiss();
    }

    /** What a thread does. */
    @FunctionalInterface
    public interface Job {

        /**
         * Does it.
         * @throws Exception if the test fails
         */
        void run() throws Exception;

    }

    /** What each of several threads does. */
    @FunctionalInterface
    public interface Task {

        /**
         * Does it.
         * @param member which thread this is, from 0
         * @throws Exception if the test fails
         */
        void run(int member) throws Exception;

    }

}
