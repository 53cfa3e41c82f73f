package io.polyplug.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

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

    /** Room for a {@code fenv_t}: 32 bytes on x86-64, 8 on AArch64. */
    private static final int FLOATING_POINT_ENVIRONMENT = 64;

    private static final int LINK_MAP = 2;

    private static final int LINK_MAP_NAME = 8;

    private static final int LINK_MAP_NEXT = 24;

    /** {@code Dl_info}: four words. */
    private static final int INFO_SIZE = 32;

    private static final int RTLD_NOLOAD = 4;

    private static final int RTLD_DEEPBIND = 8;

    private static final int RTLD_NODELETE = 0x1000;

    private final NativeBackend backend;

    private final long open;

    private final long symbol;

    private final long close;

    private final long error;

    private final long information;

    private final long owner;

    private final long saveEnvironment;

    private final long restoreEnvironment;

    private final LibraryThread thread;

    /**
     * Creates the loader.
     * @param backend how native code is reached
     */
    public Libraries(NativeBackend backend) {
        this.backend = backend;
        this.thread = new LibraryThread(backend);
        this.open = backend.processSymbol("dlopen");
        this.symbol = backend.processSymbol("dlsym");
        this.close = backend.processSymbol("dlclose");
        this.error = backend.processSymbol("dlerror");
        this.information = backend.processSymbol("dlinfo");
        this.owner = backend.processSymbol("dladdr");
        this.saveEnvironment = backend.processSymbol("fegetenv");
        this.restoreEnvironment = backend.processSymbol("fesetenv");
    }

    /**
     * Maps a library for itself alone ({@code RTLD_LOCAL}); its constructors run.
     * @param file the library
     * @param binding when the functions that it needs are looked up
     * @return the loader's handle
     * @throws LibraryException with the loader's own words
     */
    public long open(Path file, Binding binding) {
        return call(() -> {
            long handle = keepingFloatingPoint(() -> open(file.toString(), binding.mode));
            if (handle == 0) {
                throw new LibraryException(lastError());
            }
            return handle;
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
        return call(() -> CText.lend(this.backend, name, (text) -> word(this.symbol, library, text)));
    }

    /**
     * Gives a library back; its destructors run when nobody else holds it.
     * @param library a handle of {@link #open}
     * @throws LibraryException with the loader's own words
     */
    public void close(long library) {
        call(() -> {
            long result = keepingFloatingPoint(() -> word(this.close, library));
            if ((int) result != 0) {
                throw new LibraryException(lastError());
            }
            return result;
        });
    }

    /**
     * Returns what opening a library has mapped: the loader's list from the library
     * onward, which is where it puts what came with it.
     * @param library a handle of {@link #open} that was the last to be opened
     * @return the files as the loader names them, the library first; empty where the
     * system does not tell
     */
    public List<Path> mappedWith(long library) {
        return call(() -> {
            List<Path> files = new ArrayList<>();
            for (long entry = linkMap(library); entry != 0; entry = this.backend.getWord(entry + LINK_MAP_NEXT)) {
                String name = CText.at(this.backend, this.backend.getWord(entry + LINK_MAP_NAME));
                if (name.startsWith("/")) {
                    files.add(Path.of(name).normalize());
                }
            }
            return files;
        });
    }

    private long linkMap(long library) {
        if (this.information == 0) {
            return 0;
        }
        ByteBuffer memory = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        int result = (int) word(this.information, library, LINK_MAP, this.backend.addressOf(memory));
        return (result == 0) ? memory.getLong(0) : 0;
    }

    /**
     * Returns which file serves a name, if one is mapped.
     * @param name a name as libraries need it, or a path
     * @return the file as the loader names it
     */
    public Optional<Path> mapped(String name) {
        return call(() -> {
            long handle = open(name, RTLD_LAZY | RTLD_NOLOAD);
            if (handle == 0) {
                return Optional.empty();
            }
            long entry = linkMap(handle);
            Optional<Path> file = (entry == 0) ? Optional.empty()
                    : Optional.of(Path.of(CText.at(this.backend, this.backend.getWord(entry + LINK_MAP_NAME))));
            word(this.close, handle);
            return file;
        });
    }

    /**
     * Keeps a mapped library mapped until the process ends.
     * @param file the file as the loader names it
     */
    public void pin(Path file) {
        call(() -> {
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

    /**
     * Runs code of a library, after which the calling thread's floating-point environment
     * is as before.
     * @param <T> what it answers
     * @param work calls the code
     * @return the answer
     * @throws Exception what the work throws
     */
    public <T> T keepingFloatingPoint(Callable<T> work) throws Exception {
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

    private String lastError() {
        long text = word(this.error);
        return (text == 0) ? "the system's loader gave no reason" : CText.at(this.backend, text);
    }

    /**
     * Runs something on the thread that opens and closes. What it throws is thrown here.
     * @param <T> what it answers
     * @param work runs without being interrupted
     * @return the answer
     * @throws LibraryException if the runtime has been closed
     */
    public <T> T call(Callable<T> work) {
        return this.thread.call(work);
    }

    /**
     * Runs something on the thread that opens and closes, which is called differently
     * meanwhile: threads that a library starts take over the name.
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

    /** A refusal of the system's loader, in its own words. */
    public static final class LibraryException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LibraryException(String message) {
            super(message);
        }

    }

}
