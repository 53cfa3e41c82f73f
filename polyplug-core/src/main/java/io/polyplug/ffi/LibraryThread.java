package io.polyplug.ffi;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform thread on which libraries are opened and closed, and on which their
 * constructors and destructors run. Thread-safe.
 */
final class LibraryThread implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    /** What has run for so long keeps nobody waiting who can do without. */
    private static final Duration STUCK = Duration.ofSeconds(1);

    /** How often who waits looks whether its work has begun. */
    private static final Duration LOOK = Duration.ofMillis(10);

    /** How often who waits tells that it still does. */
    private static final Duration TELLING = Duration.ofSeconds(30);

    private static final String NAME = "polyplug-libraries";

    /** What Linux keeps of a thread's name. */
    private static final int LONGEST_NAME = 15;

    private final NativeBackend backend;

    private final long self;

    private final long setName;

    /** How long a caller waits for work to begin. */
    private final Duration longestWait;

    private volatile @Nullable Thread worker;

    /** What runs, as opposed to what waits. Written by the worker. */
    private volatile @Nullable Present present;

    private final ExecutorService executor = Executors.newSingleThreadExecutor((task) -> {
        Thread worker = new Thread(task, NAME);
        worker.setDaemon(true);
        this.worker = worker;
        return worker;
    });

    LibraryThread(NativeBackend backend, Duration longestWait) {
        this.backend = backend;
        this.longestWait = atLeastStuck(longestWait);
        this.self = backend.processSymbol("pthread_self");
        this.setName = backend.processSymbol("pthread_setname_np");
    }

    /**
     * Returns for how long something must have been running before others give up, and
     * how long they wait at most: who is in a library for a moment is no reason.
     */
    static Duration atLeastStuck(Duration longestWait) {
        return (longestWait.compareTo(STUCK) < 0) ? STUCK : longestWait;
    }

    boolean isCurrent() {
        return Thread.currentThread() == this.worker;
    }

    /**
     * Runs something here and waits for it, whatever interrupts the calling thread. A
     * constructor or destructor may call the host, and so come back while it runs.
     */
    <T> T call(String name, Callable<T> work) {
        return call(new Work<>(name, work), this.longestWait);
    }

    /**
     * Does the same, but waits for nothing that has been running for a while.
     */
    <T> T callUnlessStuck(String name, Callable<T> work) {
        return call(new Work<>(name, work), STUCK);
    }

    /**
     * Runs something here after all that waits, without waiting for it; nothing once the
     * thread has ended.
     */
    void later(String name, Runnable work) {
        try {
            this.executor.execute(new Work<>(name, Executors.callable(() -> logged(name, work))));
        }
        catch (RejectedExecutionException ex) {
            // Nobody closes libraries any more.
        }
    }

    private static void logged(String name, Runnable work) {
        try {
            work.run();
        }
        catch (Throwable ex) {
            logger.error("What was left of the library of '{}' could not be done", name, ex);
        }
    }

    /**
     * Waits for work.
     * @param longest how long it waits for what ran before it
     */
    private <T> T call(Work<T> task, Duration longest) {
        if (isCurrent()) {
            return inline(task.work);
        }
        boolean interrupted = false;
        long told = System.nanoTime();
        try {
            this.executor.execute(task);
            while (true) {
                try {
                    return task.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
                }
                catch (InterruptedException ex) {
                    interrupted = true;
                }
                catch (TimeoutException ex) {
                    task.giveUpUnlessBegun(longest);
                    if (System.nanoTime() - told >= TELLING.toNanos()) {
                        told = System.nanoTime();
                        tellWaiting();
                    }
                }
            }
        }
        catch (RejectedExecutionException ex) {
            throw new LibraryException("the runtime has been closed");
        }
        catch (ExecutionException ex) {
            throw failure(ex.getCause());
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs something here under another name for the system: threads that a library
     * starts take over the name of the thread that starts them.
     */
    <T> T callAs(String name, Callable<T> work) {
        return isCurrent() ? inline(within(name, work)) : call(name, named(name, work, NAME));
    }

    /** Does the same, but waits for nothing that has been running for a while. */
    <T> T callAsUnlessStuck(String name, Callable<T> work) {
        return callUnlessStuck(name, named(name, work, NAME));
    }

    /** What runs goes over to another library, and comes back. */
    private <T> Callable<T> within(String name, Callable<T> work) {
        return () -> {
            Present outer = this.present;
            this.present = new Present(name, System.nanoTime());
            try {
                return named(name, work, (outer != null) ? outer.name() : NAME).call();
            }
            finally {
                this.present = outer;
            }
        };
    }

    private <T> Callable<T> named(String name, Callable<T> work, String before) {
        return () -> {
            rename(name);
            try {
                return work.call();
            }
            finally {
                rename(before);
            }
        };
    }

    private void rename(String name) {
        if (this.self == 0 || this.setName == 0) {
            return;
        }
        String short15 = name.replaceAll("[^\\x21-\\x7e]", "_");
        CText.lend(this.backend, short15.substring(0, Math.min(LONGEST_NAME, short15.length())), (text) -> {
            long thread = this.backend.invoke(NativeBackend.Shape.WORD, this.self, 0);
            return this.backend.invoke(NativeBackend.Shape.WORD, this.setName, 0, thread, text);
        });
    }

    private static <T> T inline(Callable<T> work) {
        try {
            return work.call();
        }
        catch (Exception ex) {
            throw failure(ex);
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (cause instanceof RuntimeException failure) ? failure
                : new IllegalStateException("The thread that opens libraries failed", cause);
    }

    private void tellWaiting() {
        Present running = this.present;
        if (running != null) {
            logger.warn("Opening or closing the library of '{}' has taken {} ms so far. Look what its constructors or"
                    + " destructors wait for", running.name(), running.age().toMillis());
        }
    }

    /**
     * What the thread is asked to do. Nobody waits for work that does not begin; what has
     * begun cannot be called off, for the library would be open and nobody would know.
     */
    private final class Work<T> extends FutureTask<T> {

        private final String name;

        private final Callable<T> work;

        private final long asked = System.nanoTime();

        private final AtomicBoolean taken = new AtomicBoolean();

        Work(String name, Callable<T> work) {
            super(work);
            this.name = name;
            this.work = work;
        }

        @Override
        public void run() {
            if (this.taken.compareAndSet(false, true)) {
                LibraryThread.this.present = new Present(this.name, System.nanoTime());
                try {
                    super.run();
                }
                finally {
                    LibraryThread.this.present = null;
                }
            }
        }

        /**
         * The age of what runs decides, or that of this work's own waiting. Where nothing
         * runs the thread is about to begin this.
         */
        void giveUpUnlessBegun(Duration longest) {
            Present running = LibraryThread.this.present;
            if (running == null) {
                return;
            }
            Duration age = running.age();
            Duration waited = Duration.ofNanos(System.nanoTime() - this.asked);
            boolean tooLong = age.compareTo(longest) >= 0 || waited.compareTo(LibraryThread.this.longestWait) >= 0;
            if (tooLong && this.taken.compareAndSet(false, true)) {
                throw new LibraryBusyException("the thread that opens and closes libraries has been busy with '"
                        + running.name() + "' for " + age.toMillis() + " ms");
            }
        }

    }

    /** What runs, and since when. */
    private record Present(String name, long since) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - this.since);
        }

    }

    /** Ends the thread when it has done what it was given. */
    @Override
    public void close() {
        this.executor.shutdown();
    }

}
