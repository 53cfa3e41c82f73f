package io.polyplug.autoconfigure.watch.folder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system tells about folders, as nothing but a hint that it is worth
 * looking now: which event, for which file, or how many were lost does not matter. Where
 * it tells nothing, time passes, and that is as good. One thread waits; any other may
 * close it.
 */
public final class Hints implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.watch");

    /** While a file is being written there are hints without end. */
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final CountDownLatch closed = new CountDownLatch(1);

    private final @Nullable Services services;

    private volatile @Nullable WatchService service;

    private final Map<Path, WatchKey> keys = new HashMap<>();

    private boolean stale = true;

    private long overflows;

    private @Nullable String failure;

    /**
     * Creates hints.
     * @param services what to ask for them, or {@code null} to ask nothing
     */
    public Hints(@Nullable Services services) {
        this.services = services;
    }

    /**
     * Waits for a hint and for what follows it at once, for the time to pass, or to be
     * closed.
     * @param nanos how long to wait at most
     * @return whether to look, which is not so once it is closed
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean await(long nanos) throws InterruptedException {
        WatchService present = this.service;
        if (present == null) {
            return !this.closed.await(nanos, TimeUnit.NANOSECONDS);
        }
        try {
            WatchKey key = present.poll(nanos, TimeUnit.NANOSECONDS);
            if (key != null) {
                this.stale = true;
                receive(key);
                this.closed.await(BURST_NANOS, TimeUnit.NANOSECONDS);
                for (key = present.poll(); key != null; key = present.poll()) {
                    receive(key);
                }
            }
        }
        catch (ClosedWatchServiceException ex) {
            died(ex);
        }
        return this.closed.getCount() > 0;
    }

    private void receive(WatchKey key) {
        for (WatchEvent<?> event : key.pollEvents()) {
            if (StandardWatchEventKinds.OVERFLOW.equals(event.kind())) {
                this.overflows++;
                logger.info("More was changed at once than the system could tell of; that it was is enough to look");
            }
        }
        key.reset();
    }

    /** The next look asks for hints anew. */
    private void died(Exception cause) {
        if (this.closed.getCount() > 0) {
            tell("the system's watch service has ended", cause);
            close(this.service);
            this.service = null;
            this.keys.clear();
        }
    }

    /**
     * Says of which folders hints are wanted from now on. A folder that was replaced by
     * another of its name is another folder, so after a hint each is asked for again.
     * @param folders the folders
     * @return whether they were asked for anew, so that what happened before may have
     * gone untold
     */
    public boolean watch(Set<Path> folders) {
        Services asked = this.services;
        if (asked == null || (!this.stale && this.keys.keySet().equals(folders)
                && this.keys.values().stream().allMatch(WatchKey::isValid))) {
            return false;
        }
        try {
            WatchService present = this.service;
            if (present == null) {
                present = open(asked);
            }
            this.stale = false;
            if (register(folders, present) == null) {
                recovered();
                return true;
            }
        }
        catch (ClosedWatchServiceException ex) {
            died(ex);
        }
        catch (IOException ex) {
            tell(String.valueOf(ex.getMessage()), ex);
        }
        return false;
    }

    private synchronized WatchService open(Services asked) throws IOException {
        if (this.closed.getCount() == 0) {
            throw new ClosedWatchServiceException();
        }
        WatchService opened = asked.open();
        this.service = opened;
        return opened;
    }

    /** Returns what kept a folder from being watched, or {@code null}. */
    private @Nullable String register(Set<Path> folders, WatchService service) {
        Map<Path, WatchKey> next = new HashMap<>();
        String problem = null;
        for (Path folder : folders) {
            try {
                next.put(folder, folder.register(service, StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY));
            }
            catch (NoSuchFileException | NotDirectoryException ex) {
                // The next look knows better which folders there are.
                this.stale = true;
            }
            catch (IOException ex) {
                problem = "of " + folder + ": " + ex.getMessage();
                tell(problem, ex);
            }
        }
        Set<WatchKey> wanted = new HashSet<>(next.values());
        this.keys.values().stream().filter((key) -> !wanted.contains(key)).forEach(WatchKey::cancel);
        this.keys.clear();
        this.keys.putAll(next);
        return problem;
    }

    private void tell(String problem, Exception cause) {
        if (this.failure == null) {
            logger.warn("The system tells nothing of changes ({}): they are seen by looking, every polling interval."
                    + " Of many watched folders the limit fs.inotify may be the reason", problem);
            logger.debug("Why the system tells nothing", cause);
        }
        this.failure = problem;
    }

    private void recovered() {
        if (this.failure != null) {
            this.failure = null;
            logger.info("The system tells of changes again");
        }
    }

    /** Returns how often changes were lost, for tests. */
    long overflows() {
        return this.overflows;
    }

    /**
     * {@return whether the system tells of changes}
     */
    public boolean areTold() {
        return this.service != null && this.failure == null;
    }

    /**
     * {@return why the system tells nothing although it was asked to}
     */
    public Optional<String> failure() {
        return Optional.ofNullable(this.failure);
    }

    @Override
    public synchronized void close() {
        this.closed.countDown();
        close(this.service);
    }

    private static void close(@Nullable WatchService service) {
        if (service != null) {
            try {
                service.close();
            }
            catch (IOException ex) {
                logger.debug("A watch service could not be closed", ex);
            }
        }
    }

    /**
     * Where watch services come from.
     */
    @FunctionalInterface
    public interface Services {

        /**
         * Opens a service.
         * @return the service, which the hints close
         * @throws IOException if the system has none left
         */
        WatchService open() throws IOException;

    }

}
