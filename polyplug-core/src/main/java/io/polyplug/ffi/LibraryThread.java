package io.polyplug.ffi;

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

import io.polyplug.ffi.Libraries.LibraryException;

/**
 * The platform thread on which libraries are opened and closed, and on which their
 * constructors and destructors run. Thread-safe.
 */
final class LibraryThread implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    /** After that long a caller gives up, or tells what it waits for. */
    private static final long LONGEST_WAIT_SECONDS = 30;

    private static final String NAME = "polyplug-libraries";

    /** What Linux keeps of a thread's name. */
    private static final int LONGEST_NAME = 15;

    private final NativeBackend backend;

    private final long self;

    private final long setName;

    private volatile @Nullable Thread worker;

    private final ExecutorService executor = Executors.newSingleThreadExecutor((task) -> {
        Thread worker = new Thread(task, NAME);
        worker.setDaemon(true);
        this.worker = worker;
        return worker;
    });

    LibraryThread(NativeBackend backend) {
        this.backend = backend;
        this.self = backend.processSymbol("pthread_self");
        this.setName = backend.processSymbol("pthread_setname_np");
    }

    boolean isCurrent() {
        return Thread.currentThread() == this.worker;
    }

    /**
     * Runs something here and waits for it, whatever interrupts the calling thread. A
     * constructor or destructor may call the host, and so come back while it runs.
     */
    <T> T call(Callable<T> work) {
        if (isCurrent()) {
            return inline(work);
        }
        boolean interrupted = false;
        try {
            Work<T> task = new Work<>(work);
            this.executor.execute(task);
            while (true) {
                try {
                    return task.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
                }
                catch (InterruptedException ex) {
                    interrupted = true;
                }
                catch (TimeoutException ex) {
                    task.giveUpUnlessBegun();
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
        return call(() -> {
            rename(name);
            try {
                return work.call();
            }
            finally {
                rename(NAME);
            }
        });
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

    /**
     * What the thread is asked to do. Nobody waits for work that does not begin; what has
     * begun cannot be called off, for the library would be open and nobody would know.
     */
    private static final class Work<T> extends FutureTask<T> {

        private final AtomicBoolean taken = new AtomicBoolean();

        Work(Callable<T> work) {
            super(work);
        }

        @Override
        public void run() {
            if (this.taken.compareAndSet(false, true)) {
                super.run();
            }
        }

        void giveUpUnlessBegun() {
            if (this.taken.compareAndSet(false, true)) {
                throw new LibraryException("the thread that opens and closes libraries has been busy with another one"
                        + " for " + LONGEST_WAIT_SECONDS
                        + " seconds. Look what its constructors or destructors wait for");
            }
            logger.warn("Opening or closing a library has taken {} seconds more. Look what its constructors or"
                    + " destructors wait for", LONGEST_WAIT_SECONDS);
        }

    }

    /** Ends the thread when it has done what it was given. */
    @Override
    public void close() {
        this.executor.shutdown();
    }

}
