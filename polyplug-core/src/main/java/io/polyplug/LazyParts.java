package io.polyplug;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.async.AsyncCalls;
import io.polyplug.ffi.BackendChoice;
import io.polyplug.files.DataDirectories;
import io.polyplug.files.WorkDirectory;

/**
 * The parts of one runtime, made when something is asked for that needs them: a runtime
 * without bundles, contracts and guards has no thread but one and no native code. What
 * may be refused is looked at before: the backend and the folders. Thread-safe.
 */
final class LazyParts {

    private static final Duration LEAST_DRAIN = Duration.ofSeconds(1);

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private final RuntimeOptions options;

    private final BackendChoice backend;

    private final DataDirectories data;

    private final WorkDirectory work;

    /** Has no thread before the first call. */
    private final AsyncCalls async;

    private final BundleFolders folders;

    /** That of the application, whichever thread needs the parts first. */
    private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

    private final ReentrantLock making = new ReentrantLock();

    private volatile @Nullable RuntimeParts made;

    private volatile boolean closedUnmade;

    LazyParts(RuntimeOptions options) {
        this.options = options;
        this.backend = BackendChoice.of(options.backend());
        if (this.backend.opensLibraries()) {
            logger.info("polyplug reaches native code through backend '{}' on Java {}, for {}", this.backend.name(),
                    Runtime.version().feature(), this.backend.reason());
        }
        else {
            logger.info("polyplug reaches no native code and runs bundles of Java objects only, for backend '{}' is"
                    + " configured", this.backend.name());
        }
        this.backend.warning().ifPresent(logger::warn);
        this.data = DataDirectories.in(options.dataDirectory());
        this.work = this.backend.opensLibraries() ? WorkDirectory.open(options.workDirectory())
                : WorkDirectory.openWithoutLibraries(options.workDirectory());
        this.async = new AsyncCalls(options.async());
        this.folders = new BundleFolders(options.compatibility());
    }

    String backend() {
        return this.backend.name();
    }

    SignaturePolicy signaturePolicy() {
        return this.options.signatures().policy();
    }

    boolean isHotReloadEnabled() {
        return this.options.hotReload();
    }

    BundleFolders folders() {
        openIfMade();
        return this.folders;
    }

    /**
     * Returns the parts. Who comes first makes them, others wait for that; it runs no
     * code of bundles or of the application.
     * @throws io.polyplug.error.RuntimeClosedException after {@link #close(Duration)}
     */
    RuntimeParts open() {
        RuntimeParts present = openIfMade();
        return (present != null) ? present : make();
    }

    /**
     * Returns the parts, or {@code null} as long as nothing needed them.
     * @throws io.polyplug.error.RuntimeClosedException after {@link #close(Duration)}
     */
    @Nullable RuntimeParts openIfMade() {
        RuntimeParts present = this.made;
        if (present != null) {
            present.requireOpen();
        }
        else if (this.closedUnmade) {
            throw LifecycleLock.closedFailure();
        }
        return present;
    }

    RuntimeStatistics statistics() {
        RuntimeParts present = openIfMade();
        return (present != null) ? present.statistics() : new RuntimeStatistics(0, 0, 0, 0, 0, 0, 0, 0, List.of(),
                Map.of(), Map.of(), this.async.statistics(), List.of());
    }

    private RuntimeParts make() {
        this.making.lock();
        try {
            RuntimeParts present = openIfMade();
            if (present == null) {
                present = makeAsTheApplication();
                this.made = present;
            }
            return present;
        }
        finally {
            this.making.unlock();
        }
    }

    /** Threads that are started now run listeners and host contracts. */
    private RuntimeParts makeAsTheApplication() {
        Thread thread = Thread.currentThread();
        ClassLoader present = thread.getContextClassLoader();
        thread.setContextClassLoader(this.classLoader);
        try {
            return new RuntimeParts(this.options, this.backend, this.data, this.work, this.async);
        }
        finally {
            thread.setContextClassLoader(present);
        }
    }

    /**
     * Closes what was made.
     * @param spent how much of the drain timeout has passed already
     */
    void close(Duration spent) {
        RuntimeParts present = null;
        boolean closesUnmade = false;
        this.making.lock();
        try {
            present = this.made;
            closesUnmade = present == null && !this.closedUnmade;
            this.closedUnmade |= closesUnmade;
        }
        finally {
            this.making.unlock();
        }
        if (present != null) {
            present.close(rest(this.options.drainTimeout(), spent));
        }
        else if (closesUnmade) {
            this.work.close();
            RuntimeParts.tellClosed(this.options);
        }
    }

    /** Short calls end in any case. */
    private static Duration rest(Duration timeout, Duration spent) {
        Duration rest = timeout.minus(spent);
        Duration least = (timeout.compareTo(LEAST_DRAIN) < 0) ? timeout : LEAST_DRAIN;
        return (rest.compareTo(least) < 0) ? least : rest;
    }

}
