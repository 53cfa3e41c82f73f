package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bundle {@code acting} with a factory that stays in native code until the test lets it
 * go. Only that of its first generation does so.
 */
final class HeldFactory implements Acting.Greeter {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(40);

    private final CountDownLatch inside = new CountDownLatch(1);

    private final CountDownLatch leave = new CountDownLatch(1);

    /** Loads the bundle; it has no instance yet. */
    Acting.Actor load(PolyplugRuntime runtime, Stage stage) {
        runtime.loadBundle(stage.bundle("reload-v1"));
        new Acting(stage.bundle("acting")).does("create greet 0");
        runtime.loadBundle(stage.bundle("acting"));
        try {
            Files.delete(stage.bundle("acting").resolve("acts"));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return runtime.contract(Acting.Actor.class);
    }

    @Override
    public String greet(String name) {
        return name;
    }

    /** The factory is here. */
    @Override
    public int add(int a, int b) {
        this.inside.countDown();
        await(this.leave);
        return a + b;
    }

    void awaitInside() {
        await(this.inside);
    }

    void release() {
        this.leave.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONGEST, TimeUnit.NANOSECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    /** Returns when a thread waits for the instance. */
    static void awaitWaiting(Thread thread) {
        long deadline = System.nanoTime() + LONGEST;
        while (!isWaitingForAnInstance(thread)) {
            if (System.nanoTime() > deadline || !thread.isAlive()) {
                throw new AssertionError(thread + " does not wait: " + Arrays.toString(thread.getStackTrace()));
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private static boolean isWaitingForAnInstance(Thread thread) {
        boolean waiting = thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
        return waiting && Arrays.stream(thread.getStackTrace())
            .anyMatch((frame) -> frame.getClassName().startsWith("io.polyplug.store."));
    }

}
