package io.polyplug.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.RuntimeStatistics;
import io.polyplug.SignaturePolicy;
import io.polyplug.backend.BackendChoice;
import io.polyplug.operation.LifecycleLock;
import io.polyplug.pool.AsyncCalls;
import io.polyplug.staging.BundleFolders;
import io.polyplug.work.DataDirectories;
import io.polyplug.work.WorkDirectory;

/**
 * One runtime, made when something is asked for that needs it: a runtime without bundles,
 * contracts and guards has no thread but one and no native code. What may be refused is
 * looked at before: the backend and the folders. Thread-safe.
 */
public final class LazyEngine {

    private static final Duration LEAST_DRAIN = Duration.ofSeconds(1);

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private final RuntimeOptions options;

    private final BackendChoice backend;

    private final DataDirectories data;

    private final WorkDirectory work;

    /** Has no thread before the first call. */
    private final AsyncCalls async;

    private final BundleFolders folders;

    /** That of the application, whichever thread needs the engine first. */
    private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

    private final ReentrantLock making = new ReentrantLock();

    private volatile @Nullable Engine made;

    private volatile boolean closedUnmade;

    /**
     * Looks at what may be refused, and makes nothing.
     * @param options what the runtime was told
     */
    public LazyEngine(RuntimeOptions options) {
        this.options = options;
        this.backend = BackendChoice.of(options.nativeCode().backend());
        if (this.backend.opensLibraries()) {
            logger.info("polyplug reaches native code through backend '{}' on Java {}, for {}", this.backend.name(),
                    Runtime.version().feature(), this.backend.reason());
        }
        else {
            logger.info("polyplug reaches no native code and runs bundles of Java objects only, for backend '{}' is"
                    + " configured", this.backend.name());
        }
        this.backend.warning().ifPresent(logger::warn);
        RuntimeOptions.Folders folders = options.bundles().folders();
        this.data = DataDirectories.in(folders.data());
        this.work = this.backend.opensLibraries() ? WorkDirectory.open(folders.work())
                : WorkDirectory.openWithoutLibraries(folders.work());
        this.async = new AsyncCalls(options.async());
        this.folders = new BundleFolders(options.bundles().rules().compatibility());
    }

    /**
     * {@return how native code is reached}
     */
    public String backend() {
        return this.backend.name();
    }

    /**
     * {@return what happens without a good signature}
     */
    public SignaturePolicy signaturePolicy() {
        return this.options.bundles().rules().signatures().policy();
    }

    /**
     * {@return whether bundles may be replaced}
     */
    public boolean isHotReloadEnabled() {
        return this.options.bundles().hotReload();
    }

    /**
     * Returns who looks for bundles.
     * @return the same, whether the engine is made or not
     * @throws io.polyplug.error.RuntimeClosedException after {@link #close(Duration)}
     */
    public BundleFolders folders() {
        openIfMade();
        return this.folders;
    }

    /**
     * Returns the engine. Who comes first makes it, others wait for that; it runs no code
     * of bundles or of the application.
     * @return the engine
     * @throws io.polyplug.error.RuntimeClosedException after {@link #close(Duration)}
     */
    public Engine open() {
        Engine present = openIfMade();
        return (present != null) ? present : make();
    }

    /**
     * Returns the engine if it is made.
     * @return the engine, or {@code null} as long as nothing needed it
     * @throws io.polyplug.error.RuntimeClosedException after {@link #close(Duration)}
     */
    public @Nullable Engine openIfMade() {
        Engine present = this.made;
        if (present != null) {
            present.requireOpen();
        }
        else if (this.closedUnmade) {
            throw LifecycleLock.closedFailure();
        }
        return present;
    }

    /**
     * {@return what the runtime counts}
     */
    public RuntimeStatistics statistics() {
        Engine present = openIfMade();
        return (present != null) ? present.statistics()
                : new RuntimeStatistics(0, 0, 0, 0, 0, 0, 0, 0, List.of(), Map.of(), Map.of(), this.async.statistics());
    }

    private Engine make() {
        this.making.lock();
        try {
            Engine present = openIfMade();
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
    private Engine makeAsTheApplication() {
        Thread thread = Thread.currentThread();
        ClassLoader present = thread.getContextClassLoader();
        thread.setContextClassLoader(this.classLoader);
        try {
            return new Engine(this.options, this.backend, this.data, this.work, this.async);
        }
        finally {
            thread.setContextClassLoader(present);
        }
    }

    /**
     * Closes what was made.
     * @param spent how much of the drain timeout has passed already
     */
    public void close(Duration spent) {
        Engine present = null;
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
            present.close(rest(this.options.patience().drain(), spent));
        }
        else if (closesUnmade) {
            this.work.close();
            Engine.tellClosed(this.options);
        }
    }

    /** Short calls end in any case. */
    private static Duration rest(Duration timeout, Duration spent) {
        Duration rest = timeout.minus(spent);
        Duration least = (timeout.compareTo(LEAST_DRAIN) < 0) ? timeout : LEAST_DRAIN;
        return (rest.compareTo(least) < 0) ? least : rest;
    }

}
