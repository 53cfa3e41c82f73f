package io.polyplug.autoconfigure.watch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadKind;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.ContextRuntimeListener;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.autoconfigure.event.BundleRolloutStartedEvent;
import io.polyplug.autoconfigure.watch.folder.FolderState;
import io.polyplug.error.RuntimeClosedException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * What was last attempted of each bundle's folder, whoever did, and whatever became of
 * it: what has not changed since then is let alone. So a version that was rolled back
 * does not come back by itself, and one that failed is not tried without end.
 * Thread-safe.
 * <p>
 * That somebody else reloads is heard in the middle of it, when the copy has just been
 * made: the folder's state of that moment is kept, and its content is read later by the
 * thread that watches, if it still is in that state. Where it is heard later than that,
 * the state is kept only if a look has seen it before. What the start or the watch itself
 * works on, and what is loaded, is kept as it was before that began: a change in the
 * middle of it is one more.
 */
final class Attempts implements ContextRuntimeListener, SmartApplicationListener {

    private final Supplier<PolyplugRuntime> runtime;

    private final Postponements postponements;

    private final Map<Path, Attempt> attempts = new ConcurrentHashMap<>();

    /** What the start or the watch is working on, as it was seen before. */
    private final Map<Path, Attempt> underWay = new ConcurrentHashMap<>();

    /** What the last look saw. */
    private final Map<Path, FolderState> seen = new ConcurrentHashMap<>();

    /** What folders held before they were loaded. */
    private final Map<Path, FolderState> loading = new ConcurrentHashMap<>();

    /** Folders of bundles that somebody unloaded; these are not loaded by themselves. */
    private final Set<Path> dismissed = ConcurrentHashMap.newKeySet();

    /** The bundle that the present thread unloads because its folder went. */
    private final ThreadLocal<Boolean> unloading = new ThreadLocal<>();

    /**
     * The bundle whose reload is under way; only one is at a time, with those after it.
     */
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();

    Attempts(Supplier<PolyplugRuntime> runtime, Postponements postponements) {
        this.runtime = runtime;
        this.postponements = postponements;
    }

    /** A change that another listener makes, or waits for, is no part of the attempt. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    Optional<Attempt> of(Path folder) {
        Attempt begun = this.underWay.get(folder);
        return Optional.ofNullable((begun != null) ? begun : this.attempts.get(folder));
    }

    /** Keeps what a look sees in a folder. */
    void saw(Path folder, FolderState state) {
        this.seen.put(folder, state);
    }

    /** Keeps what folders hold that somebody is about to load. */
    void beforeLoading(Collection<Path> directories) {
        this.runtime.get().findBundles(directories).forEach((bundle) -> {
            FolderState state = FolderState.orNull(bundle.directory());
            if (state != null) {
                this.loading.put(bundle.directory(), state);
            }
        });
    }

    /** Keeps that work on a folder begins, which may take long or come to nothing. */
    void begin(Path folder, Attempt attempt) {
        this.underWay.put(folder, attempt);
    }

    /** Keeps that what was seen in a folder when the work on it began is attempted. */
    void attempt(Path folder) {
        Attempt begun = this.underWay.get(folder);
        if (begun != null) {
            this.attempts.put(folder, begun);
        }
    }

    /** Ends the work on folders; what was not attempted by then stays to be done. */
    void end(Collection<Path> folders) {
        this.underWay.keySet().removeAll(folders);
    }

    /** Keeps that a folder holds the same as before, in another state. */
    void restate(Path folder, Attempt attempt) {
        if (this.underWay.computeIfPresent(folder, (key, begun) -> attempt) == null) {
            this.attempts.put(folder, attempt);
        }
    }

    /** Keeps what the content was, unless something else has been attempted since. */
    void complete(Path folder, Attempt attempt, String digest) {
        this.attempts.replace(folder, attempt, new Attempt(attempt.state(), digest));
    }

    Set<Path> folders() {
        return Set.copyOf(this.attempts.keySet());
    }

    boolean isKnown(Path folder) {
        return this.attempts.containsKey(folder);
    }

    /** Forgets folders; what comes back is new then. */
    void forget(Set<Path> folders) {
        this.underWay.keySet().removeAll(folders);
        this.attempts.keySet().removeAll(folders);
        this.dismissed.removeAll(folders);
        this.seen.keySet().removeAll(folders);
        this.loading.keySet().removeAll(folders);
    }

    boolean isDismissed(Path folder) {
        return this.dismissed.contains(folder);
    }

    /** Unloads a bundle without taking that for somebody's wish that it stays away. */
    void whileUnloading(Runnable unload) {
        this.unloading.set(true);
        try {
            unload.run();
        }
        finally {
            this.unloading.remove();
        }
    }

    @Override
    public void accept(ReloadPhase phase) {
        if (phase instanceof ReloadPhase.Reloaded) {
            folderOf(phase.bundleName()).ifPresent(this.postponements::done);
        }
        if (phase instanceof ReloadPhase.Preparing preparing && preparing.kind() == ReloadKind.RELOAD) {
            this.prepared.add(phase.bundleName());
            if (!isTried(phase.bundleName())) {
                folderOf(phase.bundleName()).ifPresent((folder) -> attempted(folder, present(folder)));
            }
        }
        else if (phase instanceof ReloadPhase.Failed failed && failed.kind() == ReloadKind.RELOAD) {
            if (!this.prepared.remove(phase.bundleName())) {
                folderOf(phase.bundleName()).ifPresent(this::attemptedIfSeen);
            }
        }
        else if (phase instanceof ReloadPhase.Reloaded reloaded && reloaded.kind() == ReloadKind.RELOAD) {
            this.prepared.remove(phase.bundleName());
            folderOf(phase.bundleName()).filter((folder) -> !this.attempts.containsKey(folder))
                .ifPresent(this::attemptedIfSeen);
        }
        else if (phase instanceof ReloadPhase.Unloading && this.unloading.get() == null) {
            folderOf(phase.bundleName()).ifPresent(this.dismissed::add);
        }
    }

    /** What is promoted was copied when it began to be tried, and not now. */
    private boolean isTried(String bundle) {
        try {
            return this.runtime.get().rollout(bundle).isPresent();
        }
        catch (RuntimeClosedException ex) {
            return false;
        }
    }

    @Override
    public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
        return BundleLoadedEvent.class.isAssignableFrom(eventType)
                || BundleRolloutStartedEvent.class.isAssignableFrom(eventType);
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof BundleLoadedEvent loaded) {
            loaded(loaded);
        }
        else if (event instanceof BundleRolloutStartedEvent started) {
            folderOf(started.phase().rollout().bundleName()).ifPresent(this::attemptedIfSeen);
        }
    }

    private void loaded(BundleLoadedEvent event) {
        folderOf(event.bundle().name()).filter(event.bundle().directory()::equals).ifPresent((folder) -> {
            this.postponements.done(folder);
            this.dismissed.remove(folder);
            FolderState before = this.loading.remove(folder);
            attempted(folder, (before != null) ? before : present(folder));
        });
    }

    private static @Nullable FolderState present(Path folder) {
        return FolderState.hasManifest(folder) ? FolderState.orNull(folder) : null;
    }

    /** What no look has seen may have come after the copy was made. */
    private void attemptedIfSeen(Path folder) {
        FolderState before = this.seen.get(folder);
        FolderState state = present(folder);
        attempted(folder, (before == null || before.equals(state)) ? state : null);
    }

    private void attempted(Path folder, @Nullable FolderState state) {
        if (this.underWay.containsKey(folder)) {
            attempt(folder);
        }
        else if (state != null) {
            this.attempts.compute(folder, (key, before) -> (before != null && before.state().equals(state)) ? before
                    : new Attempt(state, null));
        }
    }

    /** Bundles of Java objects have the empty path. */
    private Optional<Path> folderOf(String bundle) {
        try {
            return this.runtime.get().bundle(bundle).map(BundleInfo::directory).filter(Path::isAbsolute);
        }
        catch (RuntimeClosedException ex) {
            return Optional.empty();
        }
    }

    /**
     * What was attempted.
     *
     * @param state the folder's state then
     * @param digest its content, as far as it has been read
     */
    record Attempt(FolderState state, @Nullable String digest) {
    }

}
