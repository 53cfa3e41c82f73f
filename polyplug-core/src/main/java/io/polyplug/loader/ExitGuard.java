package io.polyplug.loader;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.Libraries.LibraryException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;

/**
 * Sees to it that the process ends, although a library waits for a thread that cannot
 * end. Thread-safe.
 * <p>
 * A thread of a library that has called Java belongs to the JVM until it ends, and ends
 * by asking the JVM. When the JVM has gone, nobody answers; a destructor that joins the
 * thread at the end of the process waits for ever. So the C library is told to set an
 * alarm before it runs destructors: the system ends the process when it rings.
 */
final class ExitGuard implements AutoCloseable {

    static final int PATIENCE_SECONDS = 30;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    /** The alarm is the process's, whatever runtime sets it. */
    private static final AtomicBoolean armed = new AtomicBoolean();

    private final NativeBackend backend;

    private final Libraries libraries;

    private final Supplier<List<String>> bundlesWithThreads;

    private final Thread hook = new Thread(this::armIfNeeded, "polyplug-exit");

    ExitGuard(NativeBackend backend, Libraries libraries, Supplier<List<String>> bundlesWithThreads) {
        this.backend = backend;
        this.libraries = libraries;
        this.bundlesWithThreads = bundlesWithThreads;
        try {
            Runtime.getRuntime().addShutdownHook(this.hook);
        }
        catch (IllegalStateException ex) {
            // The JVM ends already; closing the runtime arms the guard.
        }
    }

    private void armIfNeeded() {
        List<String> bundles = bundlesNow();
        if (bundles.isEmpty() || !armed.compareAndSet(false, true)) {
            return;
        }
        long atExit = this.libraries.symbol(0, "__cxa_atexit");
        long alarm = this.libraries.symbol(0, "alarm");
        if (atExit != 0 && alarm != 0) {
            this.backend.invoke(Shape.WORD, atExit, 0, alarm, PATIENCE_SECONDS, 0);
            logger.info("Threads of bundles {} still run while the process ends: if their libraries wait for them, the"
                    + " system ends it {} seconds later", bundles, PATIENCE_SECONDS);
        }
    }

    /** Who closes the runtime while the process ends has looked already. */
    private List<String> bundlesNow() {
        try {
            return this.bundlesWithThreads.get();
        }
        catch (LibraryException ex) {
            return List.of();
        }
    }

    /** Looks now, for nobody will be here to look later. */
    @Override
    public void close() {
        armIfNeeded();
        try {
            Runtime.getRuntime().removeShutdownHook(this.hook);
        }
        catch (IllegalStateException ex) {
            // It runs, or has run.
        }
    }

}
