package io.polyplug.library;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.LibraryBusyException;
import io.polyplug.ffi.LibraryException;
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
 * <p>
 * A constructor or destructor that does not come back is worse. The end of the process
 * waits for the lock of the system's loader, which is held meanwhile, and so may the JVM
 * before it: it looks for the native method that ends it. Then the alarm is set by a
 * shutdown hook, and taken back if the library comes back before.
 */
final class ExitGuard implements AutoCloseable {

    static final int PATIENCE_SECONDS = 30;

    /** Shutdown hooks of the application want some of it. */
    static final int STUCK_PATIENCE_SECONDS = 60;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    /** The alarm is the process's, whatever runtime sets it. */
    private static final AtomicBoolean armed = new AtomicBoolean();

    private final NativeBackend backend;

    private final Libraries libraries;

    /** Looked up early: who hangs in a library holds up whoever looks. */
    private final long atExit;

    private final long alarm;

    private final Supplier<List<String>> bundlesWithThreads;

    private final Thread hook = new Thread(this::exiting, "polyplug-exit");

    /** Whether a library has not come back; taken away on the thread of libraries. */
    private volatile boolean stuck;

    private volatile boolean exiting;

    ExitGuard(NativeBackend backend, Libraries libraries, Supplier<List<String>> bundlesWithThreads) {
        this.backend = backend;
        this.libraries = libraries;
        this.atExit = libraries.symbol(0, "__cxa_atexit");
        this.alarm = libraries.symbol(0, "alarm");
        this.bundlesWithThreads = bundlesWithThreads;
        try {
            Runtime.getRuntime().addShutdownHook(this.hook);
        }
        catch (IllegalStateException ex) {
            // The JVM ends already; closing the runtime arms the guard.
        }
    }

    /** The alarm comes first: whatever is called for the first time may hang. */
    private void exiting() {
        String reason = reason();
        this.exiting = true;
        if (this.stuck && this.alarm != 0) {
            this.backend.invoke(Shape.WORD, this.alarm, 0, STUCK_PATIENCE_SECONDS);
            armIfNeeded(reason);
            logger
                .warn("A library that is being opened or closed does not come back: unless it does, the system ends the"
                        + " process in {} seconds", STUCK_PATIENCE_SECONDS);
            unsetUnlessStuck();
        }
        else {
            armIfNeeded(reason);
        }
    }

    private void cameBack() {
        this.stuck = false;
        unsetUnlessStuck();
    }

    /** Each side writes its own mark before it reads the other's. */
    private void unsetUnlessStuck() {
        if (this.exiting && !this.stuck && this.alarm != 0) {
            this.backend.invoke(Shape.WORD, this.alarm, 0, 0);
        }
    }

    private void armIfNeeded(@Nullable String reason) {
        if (reason == null || this.atExit == 0 || this.alarm == 0 || !armed.compareAndSet(false, true)) {
            return;
        }
        this.backend.invoke(Shape.WORD, this.atExit, 0, this.alarm, PATIENCE_SECONDS, 0);
        logger.info("{} while the process ends: if that has to wait for them, the system ends it {} seconds later",
                reason, PATIENCE_SECONDS);
    }

    /** Who closes the runtime while the process ends has looked already. */
    private @Nullable String reason() {
        try {
            List<String> bundles = this.bundlesWithThreads.get();
            return bundles.isEmpty() ? null : "Threads of bundles " + bundles + " still run";
        }
        catch (LibraryBusyException ex) {
            this.stuck = true;
            this.libraries.later("the end of the process", this::cameBack);
            return "Constructors or destructors still run (" + ex.getMessage() + ")";
        }
        catch (LibraryException ex) {
            return null;
        }
    }

    /**
     * Looks now, for nobody will be here to look later but for what does not come back.
     */
    @Override
    public void close() {
        armIfNeeded(reason());
        if (this.stuck) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(this.hook);
        }
        catch (IllegalStateException ex) {
            // It runs, or has run.
        }
    }

}
