package io.polyplug.autoconfigure.watch;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.polyplug.BundleInfo;
import io.polyplug.OperationKind;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.watch.folder.Hints;
import io.polyplug.error.RuntimeClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Watches the folders of bundles while the context runs, the last to start and the first
 * to stop. One thread looks and never does anything else; what is to be done another one
 * does, and only one at a time, so that a reload which takes for ever costs nothing but
 * further reloads.
 */
final class BundleWatcher implements SmartLifecycle, BundleWatch {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.watch");

    private static final Duration STOPPING = Duration.ofSeconds(5);

    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PolyplugRuntime runtime;

    private final WatchSettings settings;

    private final ConfiguredFolders folders;

    private final Attempts attempts;

    private final FolderLook look;

    private final ChangePlan plan;

    private final ChangeRun run;

    private final Postponements postponements;

    private volatile @Nullable Hints hints;

    private volatile @Nullable Thread looking;

    private volatile @Nullable Thread working;

    private volatile @Nullable Instant lastLook;

    private volatile Map<Path, String> unfinished = Map.of();

    private volatile Optional<String> failure = Optional.empty();

    BundleWatcher(Replacements replacements, ConfiguredFolders folders, Attempts attempts, Postponements postponements,
            FolderLook look, WatchSettings settings) {
        this.postponements = postponements;
        this.runtime = replacements.runtime();
        this.settings = settings;
        this.folders = folders;
        this.attempts = attempts;
        this.look = look;
        this.plan = new ChangePlan(attempts, settings.removals());
        this.run = new ChangeRun(replacements, folders, attempts, postponements, () -> !isRunning());
    }

    @Override
    public synchronized void start() {
        if (this.hints == null) {
            if (this.lastLook == null) {
                this.attempts.end(this.attempts.folders());
                if (this.settings.loadsOnStartup()) {
                    this.run.lack(notLoaded());
                }
            }
            Hints opened = new Hints(this.settings.events() ? FileSystems.getDefault()::newWatchService : null);
            this.hints = opened;
            Thread thread = new Thread(() -> watch(opened), "polyplug-hot-reload");
            thread.setDaemon(true);
            this.looking = thread;
            thread.start();
        }
    }

    /** What the start left out may only lack a provider. */
    private Set<Path> notLoaded() {
        Set<Path> folders = new HashSet<>(this.attempts.folders());
        this.runtime.bundles().forEach((bundle) -> folders.remove(bundle.directory()));
        return folders;
    }

    @Override
    public synchronized void stop() {
        Hints present = this.hints;
        if (present != null) {
            this.hints = null;
            present.close();
            long deadline = System.nanoTime() + STOPPING.toNanos();
            await(this.looking, deadline);
            await(this.working, deadline);
            this.looking = null;
        }
    }

    private static void await(@Nullable Thread thread, long deadline) {
        try {
            if (thread != null && thread != Thread.currentThread()) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
                if (thread.isAlive()) {
                    logger.warn("Thread '{}' is still busy with a folder of bundles or with a bundle, and is left to"
                            + " itself", thread.getName());
                }
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return this.hints != null;
    }

    private void watch(Hints hints) {
        String end = "an error ended the thread";
        try {
            long wait = 0;
            while (hints.await(wait)) {
                wait = lookOrTell(hints);
            }
            end = "";
        }
        catch (InterruptedException ex) {
            end = "somebody interrupted the thread";
            Thread.currentThread().interrupt();
        }
        catch (RuntimeClosedException ex) {
            end = "";
            logger.debug("Folders of bundles are watched no more: the runtime was closed", ex);
        }
        finally {
            if (!end.isEmpty()) {
                this.failure = Optional.of(end);
                logger.error("Folders of bundles are watched no more: {}", end);
            }
        }
    }

    /** Nothing that happens during one look keeps the next from happening. */
    private long lookOrTell(Hints hints) {
        try {
            return look(hints);
        }
        catch (RuntimeClosedException ex) {
            throw ex;
        }
        catch (Exception | LinkageError | StackOverflowError ex) {
            tell("folders of bundles could not be looked at: " + ex);
            logger.debug("Folders of bundles could not be looked at", ex);
            return this.settings.pollingInterval().toNanos();
        }
    }

    /** Returns how long to wait for the next look. */
    private long look(Hints hints) {
        long now = System.nanoTime();
        Findings findings = this.look.look(now);
        boolean renewed = hints.watch(findings.places());
        this.lastLook = Instant.now();
        tellUnfinished(findings.unfinished());
        findings.failure().ifPresentOrElse(this::tell, this::recovered);
        boolean waiting = act(findings);
        if (renewed) {
            return AGAIN_NANOS;
        }
        Duration interval = this.settings.pollingInterval();
        Duration quiet = this.settings.quietPeriod();
        return ((findings.open() || waiting) && quiet.compareTo(interval) < 0) ? Math.max(quiet.toNanos(), AGAIN_NANOS)
                : interval.toNanos();
    }

    /** Returns whether there is, or may be, something to do. */
    private boolean act(Findings findings) {
        Thread busy = this.working;
        if ((busy != null && busy.isAlive()) || isBlocked()) {
            return !findings.settled().isEmpty() || !findings.gone().isEmpty();
        }
        List<BundleInfo> loaded = this.runtime.bundles();
        List<Change> plan = this.plan.plan(findings, loaded);
        List<Change> changes = plan.stream()
            .filter((change) -> !this.postponements.isPostponed(change.folder()))
            .toList();
        Set<Path> gone = new HashSet<>(findings.gone());
        gone.removeAll(loaded.stream().map(BundleInfo::directory).collect(Collectors.toSet()));
        this.look.forget(gone);
        if (!changes.isEmpty()) {
            changes.forEach((change) -> this.look.begin(change.folder()));
            Thread thread = new Thread(() -> this.run.run(changes), "polyplug-hot-reload-work");
            thread.setDaemon(true);
            this.working = thread;
            thread.start();
        }
        return !plan.isEmpty();
    }

    /** An operation that hangs is told by the runtime. */
    private boolean isBlocked() {
        return this.runtime.runningOperation()
            .filter((operation) -> operation.kind() != OperationKind.RECLAIM)
            .isPresent();
    }

    private void tellUnfinished(Map<Path, String> present) {
        Map<Path, String> before = this.unfinished;
        present.forEach((folder, text) -> {
            if (!before.containsKey(folder)) {
                logger.info("{} in {}: waiting for the rest, for {} s without a change at most", text, folder,
                        FolderObservation.PATIENCE.toSeconds());
            }
        });
        this.unfinished = present;
    }

    private void tell(String problem) {
        if (!this.failure.equals(Optional.of(problem))) {
            this.failure = Optional.of(problem);
            logger.warn("Changes of bundles may go unnoticed: {}", problem);
        }
    }

    private void recovered() {
        if (this.failure.isPresent()) {
            this.failure = Optional.empty();
            logger.info("Folders of bundles can be watched again");
        }
    }

    @Override
    public WatchStatus status() {
        Hints present = this.hints;
        boolean told = present != null && present.areTold();
        Optional<String> problem = this.failure.or(() -> (present != null) ? present.failure() : Optional.empty());
        Thread thread = this.looking;
        return new WatchStatus(present != null && thread != null && thread.isAlive(), told ? "events" : "polling",
                List.copyOf(this.folders.changingFolders()), Optional.ofNullable(this.lastLook), this.unfinished,
                problem);
    }

}
