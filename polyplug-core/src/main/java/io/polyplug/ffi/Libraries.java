package io.polyplug.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

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
     * {@code RTLD_LOCAL} is 0 on Linux; these two are the same numbers on macOS.
     */
    private static final int RTLD_LAZY = 1;

    private static final int RTLD_NOW = 2;

    /** {@code Dl_info}: four words. */
    private static final int INFO_SIZE = 32;

    private static final int RTLD_NOLOAD = 4;

    private static final int RTLD_DEEPBIND = 8;

    private static final int RTLD_NODELETE = 0x1000;

    /**
     * The loader's list of libraries is one for all runtimes of the process. What has
     * come with a library can be read from it as long as no other one comes or goes.
     */
    private static final ReentrantLock LIST = new ReentrantLock();

    private final NativeBackend backend;

    private final long open;

    private final long symbol;

    private final long close;

    private final long error;

    private final LinkMap linkMap;

    private final long owner;

    private final FloatingPoint floatingPoint;

    private final LibraryThread thread;

    private final Duration longestWait;

    /**
     * Creates the loader.
     * @param backend how native code is reached
     * @param longestWait how long a library that is to be opened waits for one that is
     * being opened or closed; a second at least
     */
    public Libraries(NativeBackend backend, Duration longestWait) {
        this.backend = backend;
        this.longestWait = LibraryThread.atLeastStuck(longestWait);
        this.thread = new LibraryThread(backend, longestWait);
        this.open = backend.processSymbol("dlopen");
        this.symbol = backend.processSymbol("dlsym");
        this.close = backend.processSymbol("dlclose");
        this.error = backend.processSymbol("dlerror");
        this.linkMap = new LinkMap(backend);
        this.owner = backend.processSymbol("dladdr");
        this.floatingPoint = new FloatingPoint(backend);
    }

    /**
     * Maps a library for itself alone ({@code RTLD_LOCAL}); its constructors run.
     * @param file the library
     * @param binding when the functions that it needs are looked up
     * @return the loader's handle, and what was mapped
     * @throws LibraryException with the loader's own words
     */
    public Opened open(Path file, Binding binding) {
        return callAlone(() -> {
            long handle = this.floatingPoint.keep(() -> open(file.toString(), binding.mode));
            if (handle == 0) {
                throw new LibraryException(lastError());
            }
            return new Opened(handle, this.linkMap.filesFrom(handle));
        });
    }

    private long open(String file, int mode) {
        return CText.lend(this.backend, file, (text) -> word(this.open, text, mode));
    }

    /**
     * Looks up an exported symbol.
     * @param library a handle of {@link #open}, or 0 for what the whole process sees
     * @param name the symbol's name
     * @return its address, or 0 if the library does not export it
     */
    public long symbol(long library, String name) {
        return (this.symbol == 0) ? 0
                : call(() -> CText.lend(this.backend, name, (text) -> word(this.symbol, library, text)));
    }

    /**
     * Gives a library back; its destructors run when nobody else holds it.
     * @param library a handle of {@link #open}
     * @throws LibraryException with the loader's own words
     */
    public void close(long library) {
        callAlone(() -> {
            long result = this.floatingPoint.keep(() -> word(this.close, library));
            if ((int) result != 0) {
                throw new LibraryException(lastError());
            }
            return result;
        });
    }

    /**
     * Returns which file serves a name, if one is mapped.
     * @param name a name as libraries need it, or a path
     * @return the file as the loader names it
     */
    public Optional<Path> mapped(String name) {
        return callAlone(() -> {
            long handle = open(name, RTLD_LAZY | RTLD_NOLOAD);
            if (handle == 0) {
                return Optional.empty();
            }
            Optional<Path> file = this.linkMap.file(handle);
            word(this.close, handle);
            return file;
        });
    }

    /**
     * Keeps a mapped library mapped until the process ends.
     * @param file the file as the loader names it
     */
    public void pin(Path file) {
        callAlone(() -> {
            long handle = open(file.toString(), RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
            return (handle != 0) ? word(this.close, handle) : 0;
        });
    }

    /**
     * Returns in which mapped library an address lies.
     * @param address any address
     * @return the file as the loader names it, or nothing for memory of no library
     */
    public Optional<Path> owner(long address) {
        ByteBuffer memory = ByteBuffer.allocateDirect(INFO_SIZE).order(ByteOrder.nativeOrder());
        boolean found = this.owner != 0 && (int) word(this.owner, address, this.backend.addressOf(memory)) != 0;
        return found ? Optional.of(Path.of(CText.at(this.backend, memory.getLong(0)))) : Optional.empty();
    }

    private long word(long function, long... words) {
        return this.backend.invoke(NativeBackend.Shape.WORD, function, 0, words);
    }

    private String lastError() {
        long text = word(this.error);
        return (text == 0) ? "the system's loader gave no reason" : CText.at(this.backend, text);
    }

    private <T> T callAlone(Callable<T> work) {
        return call(() -> {
            if (!LIST.tryLock(this.longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new LibraryBusyException("another runtime of this process has been opening or closing a library"
                        + " for " + this.longestWait.toMillis() + " ms");
            }
            try {
                return work.call();
            }
            finally {
                LIST.unlock();
            }
        });
    }

    /**
     * Runs something on the thread that opens and closes. What it throws is thrown here.
     * @param <T> what it answers
     * @param work runs without being interrupted
     * @return the answer
     * @throws LibraryException if the runtime has been closed
     */
    public <T> T call(Callable<T> work) {
        return this.thread.call("a question", work);
    }

    /**
     * Runs something on the thread that opens and closes, unless that has been in one
     * library for a second by then: it may not come back.
     * @param <T> what it answers
     * @param work runs without being interrupted
     * @return the answer
     * @throws LibraryException if it was not begun
     */
    public <T> T callUnlessStuck(Callable<T> work) {
        return this.thread.callUnlessStuck("a question", work);
    }

    /**
     * Does {@link #callAs} unless the thread has been in one library for a second by
     * then: it may not come back.
     * @param <T> what it answers
     * @param name what the system calls the thread; 15 characters of ASCII count
     * @param work runs without being interrupted
     * @return the answer
     * @throws LibraryException if it was not begun
     */
    public <T> T callAsUnlessStuck(String name, Callable<T> work) {
        return this.thread.callAsUnlessStuck(name, work);
    }

    /**
     * Runs something on the thread that opens and closes when it has time, and does not
     * wait for that.
     * @param name whose library it is about, for messages
     * @param work nothing is done once the runtime has been closed
     */
    public void later(String name, Runnable work) {
        this.thread.later(name, work);
    }

    /**
     * Runs something on the thread that opens and closes, which is called differently
     * meanwhile: threads that a library starts take over the name. On that thread it is a
     * part of what runs.
     * @param <T> what it answers
     * @param name what the system calls the thread; 15 characters of ASCII count
     * @param work runs without being interrupted
     * @return the answer
     * @throws LibraryException if the runtime has been closed
     */
    public <T> T callAs(String name, Callable<T> work) {
        return this.thread.callAs(name, work);
    }

    /**
     * Returns whether the calling thread is the one that opens and closes.
     * @return {@code true} inside a library's constructors and destructors
     */
    public boolean isCurrentThread() {
        return this.thread.isCurrent();
    }

    /**
     * Ends the thread. Libraries that are still open stay mapped.
     */
    @Override
    public void close() {
        this.thread.close();
    }

    /**
     * A library that was opened.
     *
     * @param handle what the loader calls it
     * @param files what opening it has mapped, as the loader names it, the library first;
     * empty where the system does not tell
     */
    public record Opened(long handle, List<Path> files) {
    }

    /** When the functions that a library needs are looked up. */
    public enum Binding {

        /** All of them, while it is opened: what is missing is told then. */
        NOW(RTLD_NOW),

        /** Each at its first call: what is missing ends the process then. */
        LAZY(RTLD_LAZY),

        /**
         * All of them, in the library and in what it needs before the rest of the process
         * is asked.
         */
        NOW_OWN_FIRST(RTLD_NOW | RTLD_DEEPBIND);

        private final int mode;

        Binding(int mode) {
            this.mode = mode;
        }

    }

}
