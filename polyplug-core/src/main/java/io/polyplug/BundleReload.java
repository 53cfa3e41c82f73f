package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.ReloadException;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.loader.StagedBundle;

/**
 * Reload and rollback: takes the life-cycle lock, makes a private copy and has it take
 * the place of what runs. Thread-safe: the lock serialises it all.
 */
final class BundleReload {

    private static final String FROM_ANOTHER_THREAD = "Do it from another thread";

    private final LifecycleLock lock;

    private final LoadedBundles bundles;

    private final BundleStaging staging;

    private final Activation activation;

    private final InProgress inProgress;

    private final BundleReplacement replacement;

    private final boolean enabled;

    private final Duration longestWait;

    BundleReload(LifecycleLock lock, LoadedBundles bundles, BundleStaging staging, Activation activation,
            InProgress inProgress, BundleReplacement replacement, RuntimeOptions options) {
        this.lock = lock;
        this.bundles = bundles;
        this.staging = staging;
        this.activation = activation;
        this.inProgress = inProgress;
        this.replacement = replacement;
        this.enabled = options.hotReload();
        this.longestWait = options.reloadWait();
    }

    ReloadReport reload(Path path) {
        Path directory = BundleLifecycle.directoryOf(path);
        return replace(new Request(Change.RELOAD, () -> this.bundles.activatedFrom(directory), directory.toString()),
                (started) -> {
                    StagedBundle staged = copy(Change.RELOAD, started, () -> concernedBy(directory),
                            () -> this.staging.copy(directory));
                    try {
                        LoadedBundle bundle = this.bundles.require(staged.manifest().name());
                        if (!Files.exists(path)) {
                            throw this.replacement.failed(Change.RELOAD, bundle,
                                    new BundleLoadException(bundle.name(), "bundle library not found at " + path,
                                            "Correct the path, or build the library", null),
                                    started);
                        }
                        return new Replacement(bundle, staged);
                    }
                    catch (Throwable ex) {
                        staged.copy().delete();
                        throw ex;
                    }
                });
    }

    ReloadReport reload(String name) {
        return replace(request(Change.RELOAD, name), (started) -> {
            LoadedBundle bundle = this.bundles.require(name);
            return new Replacement(bundle,
                    copy(Change.RELOAD, started, () -> bundle, () -> this.staging.copySourceOf(bundle.active())));
        });
    }

    ReloadReport reload(InProcessBundle next) {
        return replace(request(Change.RELOAD, next.name()), (started) -> {
            LoadedBundle bundle = this.bundles.require(next.name());
            return new Replacement(bundle, copy(Change.RELOAD, started, () -> bundle, () -> this.staging.copy(next)));
        });
    }

    ReloadReport rollback(String name) {
        Request request = request(Change.ROLLBACK, name);
        return replace(request, (started) -> {
            LoadedBundle bundle = this.bundles.require(name);
            LoadedGeneration previous = bundle.previous();
            if (previous == null) {
                throw request.refused(false, "nothing ran before generation " + bundle.active().generation().number(),
                        "Reload it instead");
            }
            return new Replacement(bundle,
                    copy(Change.ROLLBACK, started, () -> bundle, () -> this.staging.copyAgain(previous)));
        });
    }

    private Request request(Change change, String name) {
        return new Request(change, () -> Optional.ofNullable(this.bundles.find(name)), name);
    }

    /** Returns the bundle that a folder is or was about, if it is loaded. */
    private @Nullable LoadedBundle concernedBy(Path directory) {
        return this.bundles.activatedFrom(directory)
            .orElseGet(
                    () -> Manifest.nameIn(directory.resolve(Manifest.FILE_NAME)).map(this.bundles::find).orElse(null));
    }

    /**
     * Makes the copy; a failure is told as a phase if it is known which bundle it
     * concerns.
     */
    private StagedBundle copy(Change change, long started, Supplier<@Nullable LoadedBundle> concerned,
            Supplier<StagedBundle> copy) {
        try {
            return copy.get();
        }
        catch (RuntimeException ex) {
            LoadedBundle bundle = concerned.get();
            throw (bundle != null) ? this.replacement.ended(change, bundle, ex, started) : ex;
        }
    }

    /**
     * Replaces once there is room for one more retired generation, waiting for it outside
     * of the lock.
     * @param preparation makes the copy, given when the work began, in nanoseconds
     */
    private ReloadReport replace(Request request, LongFunction<Replacement> preparation) {
        long deadline = System.nanoTime() + this.longestWait.toNanos();
        while (true) {
            enter(request);
            Replacement next;
            try {
                requireEnabled(request);
                requireNotInReload(request);
                this.inProgress.setReload(true);
                try {
                    long started = System.nanoTime();
                    next = preparation.apply(started);
                    if (hasRoom(next, request)) {
                        return this.replacement.replace(request.change(), next.bundle(), next.staged(), started);
                    }
                }
                finally {
                    this.inProgress.setReload(false);
                }
            }
            finally {
                this.lock.leave();
            }
            awaitRoom(request, next.bundle().name(), Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    private void enter(Request request) {
        Optional<String> name = request.concerned().get().map(LoadedBundle::name);
        try {
            if (!this.lock.enter(request.change().operation(), name.orElse(null), request.wanted())) {
                throw request.refused(true, LifecycleLock.WOULD_WAIT, FROM_ANOTHER_THREAD);
            }
        }
        catch (LifecycleBusyException ex) {
            name.ifPresent((known) -> LifecycleLog.refusedToReplace(request.change(), known, ex.explanation()));
            throw ex;
        }
    }

    private void awaitRoom(Request request, String bundleName, Duration timeout) {
        try {
            this.activation.awaitRoomFor(bundleName, timeout, request.change());
        }
        catch (ReloadException ex) {
            LifecycleLog.refusedToReplace(request.change(), bundleName, ex.explanation());
            throw ex;
        }
    }

    private void requireNotInReload(Request request) {
        if (this.inProgress.isVerification()) {
            throw request.refused(true, InProgress.VERIFYING, FROM_ANOTHER_THREAD);
        }
        if (this.inProgress.isReload()) {
            throw request.refused(true,
                    "this thread is in the middle of a reload, in one of its listeners or in a bundle's initialisation",
                    FROM_ANOTHER_THREAD);
        }
    }

    /** Deletes the copy of what cannot be replaced now. */
    private boolean hasRoom(Replacement next, Request request) {
        String busy = this.inProgress.of(next.bundle().name());
        boolean room = busy == null && this.activation.hasRoomFor(next.bundle().name());
        if (!room) {
            next.staged().copy().delete();
        }
        if (busy != null) {
            throw request.refused(true, "it is " + busy + " by an operation that this thread is in the middle of",
                    FROM_ANOTHER_THREAD);
        }
        return room;
    }

    private void requireEnabled(Request request) {
        if (!this.enabled) {
            throw request.refused(false, "hot-reload is disabled",
                    "Build the runtime with hotReload(true), or set polyplug.hot-reload.enabled=true");
        }
    }

    /**
     * What was asked for.
     *
     * @param change what to do
     * @param concerned finds the bundle, as far as it can be told without reading files
     * @param subject the name or the folder that was given
     */
    private record Request(Change change, Supplier<Optional<LoadedBundle>> concerned, String subject) {

        String wanted() {
            return this.change.verb() + " "
                    + this.concerned.get().map((bundle) -> "bundle '" + bundle.name() + "'").orElse(this.subject);
        }

        /** Tells the refusal of a bundle that is loaded, and returns the exception. */
        ReloadException refused(boolean reentrant, String reason, String cure) {
            String name = this.concerned.get().map(LoadedBundle::name).orElse(null);
            if (name == null) {
                return this.change.refusedAt(this.subject, reentrant, reason, cure);
            }
            ReloadException refusal = this.change.refused(name, reentrant, reason, cure);
            LifecycleLog.refusedToReplace(this.change, name, refusal.explanation());
            return refusal;
        }

    }

    /**
     * A loaded bundle and the copy that is to take its place.
     *
     * @param bundle the loaded bundle
     * @param staged the copy
     */
    private record Replacement(LoadedBundle bundle, StagedBundle staged) {
    }

}
