package io.polyplug.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and closes native libraries with the system's own loader, on one platform thread.
 * Thread-safe.
 * <p>
 * One thread, because the loader's error text belongs to the thread that failed, and
 * because a library's constructors and destructors run on it: what they change in the
 * thread's floating-point environment is put back.
 */
public final class Libraries implements AutoCloseable {

    /**
     * {@code RTLD_LAZY | RTLD_LOCAL}, the same number on Linux and macOS
     * ({@code RTLD_LOCAL} is 4 on macOS only).
     */
    private static final int RTLD_LAZY = 1;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    /** After that long a caller gives up, or tells what it waits for. */
    private static final long LONGEST_WAIT_SECONDS = 30;

    /** Room for a {@code fenv_t}: 32 bytes on x86-64, 8 on AArch64. */
    private static final int FLOATING_POINT_ENVIRONMENT = 64;

    private static final int MAXIMUM_ERROR_TEXT = 4096;

    private final NativeBackend backend;

    private final long open;

    private final long symbol;

    private final long close;

    private final long error;

    private final long saveEnvironment;

    private final long restoreEnvironment;

    private final AtomicInteger leftMapped = new AtomicInteger();

    private volatile @Nullable Thread worker;

    private final ExecutorService thread = Executors.newSingleThreadExecutor((task) -> {
        Thread worker = new Thread(task, "polyplug-libraries");
        worker.setDaemon(true);
        this.worker = worker;
        return worker;
    });

    /**
     * Creates the loader.
     * @param backend how native code is reached
     */
    public Libraries(NativeBackend backend) {
        this.backend = backend;
        this.open = backend.processSymbol("dlopen");
        this.symbol = backend.processSymbol("dlsym");
        this.close = backend.processSymbol("dlclose");
        this.error = backend.processSymbol("dlerror");
        this.saveEnvironment = backend.processSymbol("fegetenv");
        this.restoreEnvironment = backend.processSymbol("fesetenv");
    }

    /**
     * Maps a library with {@code RTLD_LAZY | RTLD_LOCAL}; its constructors run.
     * @param file the library
     * @return the loader's handle
     * @throws LibraryException with the loader's own words
     */
    public long open(Path file) {
        return onThread(() -> {
            long handle = keepingFloatingPoint(
                    () -> withText(file.toString(), (text) -> word(this.open, text, RTLD_LAZY)));
            if (handle == 0) {
                throw new LibraryException(lastError());
            }
            return handle;
        });
    }

    /**
     * Looks up an exported symbol.
     * @param library a handle of {@link #open}
     * @param name the symbol's name
     * @return its address, or 0 if the library does not export it
     */
    public long symbol(long library, String name) {
        return onThread(() -> withText(name, (text) -> word(this.symbol, library, text)));
    }

    /**
     * Gives a library back; its destructors run when nobody else holds it.
     * @param library a handle of {@link #open}
     * @throws LibraryException with the loader's own words
     */
    public void close(long library) {
        onThread(() -> {
            long result = keepingFloatingPoint(() -> word(this.close, library));
            if ((int) result != 0) {
                throw new LibraryException(lastError());
            }
            return result;
        });
    }

    /**
     * Counts a library that nobody uses any more and that stays mapped.
     */
    public void countLeftMapped() {
        this.leftMapped.incrementAndGet();
    }

    /**
     * Returns how many libraries that nobody uses any more stay mapped.
     * @return the number so far
     */
    public int leftMapped() {
        return this.leftMapped.get();
    }

    private long keepingFloatingPoint(Callable<Long> work) throws Exception {
        if (this.saveEnvironment == 0 || this.restoreEnvironment == 0) {
            return work.call();
        }
        ByteBuffer environment = ByteBuffer.allocateDirect(FLOATING_POINT_ENVIRONMENT).order(ByteOrder.nativeOrder());
        long address = this.backend.addressOf(environment);
        word(this.saveEnvironment, address);
        try {
            return work.call();
        }
        finally {
            word(this.restoreEnvironment, address);
            java.lang.ref.Reference.reachabilityFence(environment);
        }
    }

    private long word(long function, long... words) {
        return this.backend.invoke(NativeBackend.Shape.WORD, function, 0, words);
    }

    private long withText(String text, java.util.function.LongUnaryOperator use) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length + 1).put(0, bytes);
        try {
            return use.applyAsLong(this.backend.addressOf(memory));
        }
        finally {
            java.lang.ref.Reference.reachabilityFence(memory);
        }
    }

    private String lastError() {
        long text = word(this.error);
        if (text == 0) {
            return "the system's loader gave no reason";
        }
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < MAXIMUM_ERROR_TEXT; i++) {
            byte octet = this.backend.copyOut(text + i, 1)[0];
            if (octet == 0) {
                break;
            }
            message.append((char) (octet & 0xff));
        }
        return new String(message.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private long onThread(Callable<Long> work) {
        if (isCurrentThread()) {
            return inline(work);
        }
        boolean interrupted = false;
        try {
            Work task = new Work(work);
            this.thread.execute(task);
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
            if (ex.getCause() instanceof LibraryException failure) {
                throw failure;
            }
            throw new IllegalStateException("The thread that opens libraries failed", ex.getCause());
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * What the thread is asked to do. Nobody waits for work that does not begin; what has
     * begun cannot be called off, for the library would be open and nobody would know.
     */
    private static final class Work extends FutureTask<Long> {

        private final AtomicBoolean taken = new AtomicBoolean();

        Work(Callable<Long> work) {
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

    /**
     * A constructor or destructor may call the host, and so come back here, on this very
     * thread.
     */
    private static long inline(Callable<Long> work) {
        try {
            return work.call();
        }
        catch (RuntimeException ex) {
            throw ex;
        }
        catch (Exception ex) {
            throw new IllegalStateException("The thread that opens libraries failed", ex);
        }
    }

    /**
     * Returns whether the calling thread is the one that opens and closes.
     * @return {@code true} inside a library's constructors and destructors
     */
    public boolean isCurrentThread() {
        return Thread.currentThread() == this.worker;
    }

    /**
     * Ends the thread. Libraries that are still open stay mapped.
     */
    @Override
    public void close() {
        this.thread.shutdown();
    }

    /** A refusal of the system's loader, in its own words. */
    public static final class LibraryException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LibraryException(String message) {
            super(message);
        }

    }

}
