package io.polyplug.autoconfigure.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.polyplug.BundleInfo;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.watch.folder.FolderState;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.RuntimeClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what was planned. What failed is tried once more when something else of the
 * same plan succeeded after it, for it may have needed that; and what could not be loaded
 * for want of a provider, each time that something has changed. Used by one thread at a
 * time.
 */
final class ChangeRun {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.watch");

    private final Replacements replacements;

    private final ConfiguredFolders folders;

    private final Attempts attempts;

    private final Postponements postponements;

    private final BooleanSupplier stopped;

    /** Folders of bundles that lack a provider. */
    private final Set<Path> lacking = new HashSet<>();

    ChangeRun(Replacements replacements, ConfiguredFolders folders, Attempts attempts, Postponements postponements,
            BooleanSupplier stopped) {
        this.replacements = replacements;
        this.folders = folders;
        this.attempts = attempts;
        this.postponements = postponements;
        this.stopped = stopped;
    }

    /**
     * Says of folders that were not loaded at the start that a provider may help them.
     */
    void lack(Set<Path> folders) {
        this.lacking.addAll(folders);
    }

    void run(List<Change> plan) {
        try {
            Pass first = new Pass();
            first.run(plan);
            if (!first.worthRepeating.isEmpty()) {
                new Pass().run(first.worthRepeating);
            }
            if (first.succeeded && !this.lacking.isEmpty() && !this.stopped.getAsBoolean()) {
                load(List.copyOf(this.lacking));
            }
        }
        catch (RuntimeClosedException ex) {
            logger.debug("The runtime was closed while changed bundles were being reloaded", ex);
        }
        catch (RuntimeException ex) {
            logger.error("What has changed in folders of bundles may not be in use", ex);
        }
        finally {
            this.attempts.end(plan.stream().map(Change::folder).toList());
        }
    }

    /**
     * Attempts a change.
     * @param reloaded the bundles that were reloaded so far, along with others included;
     * added to
     */
    private boolean attempt(Change change, Set<String> reloaded) {
        this.attempts.attempt(change.folder());
        try {
            if (change instanceof Change.Reload reload) {
                if (!reloaded.contains(reload.bundle())) {
                    reloaded.addAll(this.replacements.replace(reload));
                }
            }
            else if (change instanceof Change.Move move) {
                reloaded.addAll(this.replacements.replace(move));
            }
            else if (change instanceof Change.Unload unload) {
                this.attempts.whileUnloading(() -> this.replacements.runtime().unloadBundle(unload.bundle()));
            }
            this.postponements.done(change.folder());
            return true;
        }
        catch (RuntimeClosedException ex) {
            throw ex;
        }
        catch (PolyplugException ex) {
            logger.debug("What has changed in {} is not in use", change.folder(), ex);
            if (wasNotAttempted(ex) || change instanceof Change.Unload) {
                postpone(change.folder());
            }
        }
        catch (RuntimeException ex) {
            logger.error("What has changed in {} is not in use", change.folder(), ex);
        }
        return false;
    }

    /** Others were in the way then, and not what the folder holds. */
    private static boolean wasNotAttempted(PolyplugException refusal) {
        return isBusy(refusal) || (refusal instanceof ReloadException && refusal.getCause() == null);
    }

    private static boolean isBusy(Throwable refusal) {
        Throwable cause = refusal;
        while (cause != null && !(cause instanceof LifecycleBusyException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** A removal that failed is not to be seen in the folder, which is gone. */
    private void postpone(Path folder) {
        this.postponements.postpone(folder);
        this.attempts.forget(Set.of(folder));
    }

    /** Returns whether all of them were loaded. */
    private boolean load(List<Path> folders) {
        folders.forEach(this.attempts::attempt);
        try {
            return loadPresent(folders);
        }
        catch (LifecycleBusyException ex) {
            logger.debug("New bundles are not in use", ex);
            folders.forEach(this::postpone);
            return false;
        }
    }

    private boolean loadPresent(List<Path> folders) {
        List<Path> present = folders.stream().filter(FolderState::hasManifest).toList();
        List<PolyplugException> refusals = new ArrayList<>();
        Set<Path> loaded = this.folders.load(present, refusals::add)
            .stream()
            .map(BundleInfo::directory)
            .collect(Collectors.toSet());
        this.lacking.removeAll(folders);
        Set<Path> leftOut = new LinkedHashSet<>(present);
        leftOut.removeAll(loaded);
        if (refusals.stream().anyMatch(ChangeRun::isBusy)) {
            loaded.forEach(this.postponements::done);
            leftOut.forEach(this::postpone);
        }
        else {
            folders.forEach(this.postponements::done);
        }
        if (refusals.stream().anyMatch(DependencyGraphException.class::isInstance)) {
            this.lacking.addAll(leftOut);
        }
        return leftOut.isEmpty();
    }

    /** One time through a plan. */
    private final class Pass {

        private boolean succeeded;

        private final Set<String> reloaded = new HashSet<>();

        private final List<Change> failed = new ArrayList<>();

        private final List<Change> worthRepeating = new ArrayList<>();

        void run(List<Change> plan) {
            for (Change change : plan) {
                if (ChangeRun.this.stopped.getAsBoolean()) {
                    return;
                }
                if (!(change instanceof Change.Load)) {
                    note(change, attempt(change, this.reloaded));
                }
            }
            if (ChangeRun.this.stopped.getAsBoolean()) {
                return;
            }
            List<Path> additions = plan.stream().filter(Change.Load.class::isInstance).map(Change::folder).toList();
            if (!additions.isEmpty() && load(additions)) {
                note(plan.get(plan.size() - 1), true);
            }
        }

        private void note(Change change, boolean success) {
            if (!success) {
                this.failed.add(change);
                return;
            }
            this.succeeded = true;
            this.worthRepeating.addAll(this.failed);
            this.failed.clear();
        }

    }

}
