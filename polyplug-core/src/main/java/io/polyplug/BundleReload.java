package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ReloadException;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.loader.StagedBundle;

/**
 * Reload and rollback: takes the life-cycle lock, makes a private copy and has it take
 * the place of what runs. Thread-safe: the lock serialises it all.
 */
final class BundleReload {

    private final LifecycleLock lock;

    private final LoadedBundles bundles;

    private final BundleStaging staging;

    private final Activation activation;

    private final InProgress inProgress;

    private final BundleReplacement replacement;

    private final boolean enabled;

    private final Duration longestWait;

    BundleReload(LifecycleLock lock, LoadedBundles bundles, BundleStaging staging, Activation activation,
            InProgress inProgress, RuntimeOptions options) {
        this.lock = lock;
        this.bundles = bundles;
        this.staging = staging;
        this.activation = activation;
        this.inProgress = inProgress;
        this.replacement = new BundleReplacement(bundles, staging, activation, inProgress,
                options.compatibility().strictness());
        this.enabled = options.hotReload();
        this.longestWait = options.reloadWait();
    }

    ReloadReport reload(Path path) {
        Path directory = BundleLifecycle.directoryOf(path);
        return replace(directory.toString(), () -> {
            StagedBundle staged = copy(() -> concernedBy(directory), () -> this.staging.copy(directory));
            try {
                LoadedBundle bundle = this.bundles.require(staged.manifest().name());
                if (!Files.exists(path)) {
                    throw this.replacement.failed(bundle, new BundleLoadException(bundle.name(),
                            "bundle library not found at " + path + ". Correct the path, or build the library", null));
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
        return replace(name, () -> {
            LoadedBundle bundle = this.bundles.require(name);
            return new Replacement(bundle, copy(() -> bundle, () -> this.staging.copySourceOf(bundle.active())));
        });
    }

    ReloadReport reload(InProcessBundle next) {
        return replace(next.name(), () -> {
            LoadedBundle bundle = this.bundles.require(next.name());
            return new Replacement(bundle, copy(() -> bundle, () -> this.staging.copy(next)));
        });
    }

    ReloadReport rollback(String name) {
        return replace(name, () -> {
            LoadedBundle bundle = this.bundles.require(name);
            LoadedGeneration previous = bundle.previous();
            if (previous == null) {
                throw new ReloadException(name, false,
                        "Bundle '" + name + "' cannot be rolled back: nothing ran before generation "
                                + bundle.active().generation().number() + ". Reload it instead",
                        null);
            }
            return new Replacement(bundle, copy(() -> bundle, () -> this.staging.copyAgain(previous)));
        });
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
    private StagedBundle copy(Supplier<@Nullable LoadedBundle> concerned, Supplier<StagedBundle> copy) {
        try {
            return copy.get();
        }
        catch (RuntimeException ex) {
            LoadedBundle bundle = concerned.get();
            throw (bundle != null) ? this.replacement.failed(bundle, ex) : ex;
        }
    }

    /**
     * Replaces once there is room for one more retired generation, waiting for it outside
     * of the lock.
     */
    private ReloadReport replace(String subject, Supplier<Replacement> preparation) {
        long deadline = System.nanoTime() + this.longestWait.toNanos();
        while (true) {
            if (!this.lock.enter()) {
                throw refused(subject, "this thread is in a guest call or holds a guard, and another one is changing"
                        + " bundles: they might wait for each other");
            }
            Replacement next;
            try {
                requireEnabled(subject);
                requireNotInReload(subject);
                this.inProgress.setReload(true);
                try {
                    long started = System.nanoTime();
                    next = preparation.get();
                    if (hasRoom(next, subject)) {
                        return this.replacement.replace(next.bundle(), next.staged(), started);
                    }
                }
                finally {
                    this.inProgress.setReload(false);
                }
            }
            finally {
                this.lock.leave();
            }
            this.activation.awaitRoomFor(next.bundle().name(), Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    private void requireNotInReload(String subject) {
        if (this.inProgress.isReload()) {
            throw refused(subject, "this thread is in the middle of a reload, in one of its listeners or in a bundle's"
                    + " initialisation");
        }
    }

    /** Deletes the copy of what cannot be replaced now. */
    private boolean hasRoom(Replacement next, String subject) {
        String busy = this.inProgress.of(next.bundle().name());
        boolean room = busy == null && this.activation.hasRoomFor(next.bundle().name());
        if (!room) {
            next.staged().copy().delete();
        }
        if (busy != null) {
            throw refused(subject, "the bundle is " + busy + " by an operation that this thread is in the middle of");
        }
        return room;
    }

    private static ReloadException refused(String subject, String reason) {
        return new ReloadException(subject, true,
                "reload of '" + subject + "' refused: " + reason + ". Reload from another thread", null);
    }

    private void requireEnabled(String subject) {
        if (!this.enabled) {
            throw new ReloadException(subject, false, "reload of '" + subject + "' refused: hot-reload is disabled."
                    + " Build the runtime with hotReload(true), or set polyplug.hot-reload.enabled=true", null);
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
