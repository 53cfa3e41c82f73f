package io.polyplug.replacement;

import java.util.Optional;

import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.ReloadException;
import io.polyplug.operation.Change;
import io.polyplug.operation.Operation;
import io.polyplug.operation.Operations;
import io.polyplug.publication.LifecycleLog;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.Phases;
import io.polyplug.staging.Candidate;

/**
 * What was asked for: to replace a bundle. Used by the thread that asked.
 */
public final class Request {

    private static final String FROM_ANOTHER_THREAD = "Do it from another thread";

    private final Change change;

    private final Target target;

    private final boolean enabled;

    private final Operations operations;

    private final Phases phases;

    /**
     * Creates it.
     * @param change what to call it
     * @param target which bundle is meant, and what takes its place
     * @param enabled whether bundles may be replaced at all
     * @param operations where it waits for its turn
     * @param phases told what becomes of it
     */
    Request(Change change, Target target, boolean enabled, Operations operations, Phases phases) {
        this.change = change;
        this.target = target;
        this.enabled = enabled;
        this.operations = operations;
        this.phases = phases;
    }

    /** Waits for other operations; a refusal is told. */
    Operation begin() {
        LoadedBundle known = this.target.known().orElse(null);
        String name = (known != null) ? known.name() : null;
        String wanted = this.change.verb() + " " + ((name != null) ? "bundle '" + name + "'" : this.target.subject());
        try {
            return this.operations.begin(this.change.operation(), name, wanted, this::refusedHere);
        }
        catch (LifecycleBusyException ex) {
            if (name != null) {
                LifecycleLog.refusedToReplace(this.change, name, ex.explanation());
            }
            throw ex;
        }
    }

    void requireEnabled() {
        if (!this.enabled) {
            throw refused(false, "hot-reload is disabled",
                    "Build the runtime with hotReload(true), or set polyplug.hot-reload.enabled=true");
        }
    }

    /**
     * Makes the copy; a failure is told as a phase if it is known which bundle it
     * concerns.
     */
    Candidate copy(long started) {
        try {
            return this.target.copy();
        }
        catch (ReloadException ex) {
            throw ex;
        }
        catch (RuntimeException ex) {
            LoadedBundle bundle = this.target.concerned().orElse(null);
            throw (bundle != null) ? attempt(bundle, started).failed(ex) : ex;
        }
    }

    /** Begins the attempt at the bundle that is meant; it is loaded, and nobody at it. */
    Attempt attempt(Candidate next, long started) {
        try {
            LoadedBundle bundle = this.target.bundle(next);
            Optional<String> busy = this.operations.busy(bundle.name());
            if (busy.isPresent()) {
                throw refusedHere("it" + busy.get());
            }
            return attempt(bundle, started);
        }
        catch (Throwable ex) {
            next.delete();
            throw ex;
        }
    }

    private Attempt attempt(LoadedBundle bundle, long started) {
        return new Attempt(this.change, bundle, started, this.operations, this.phases);
    }

    /** Returns the refusal of what this thread cannot do where it is. */
    ReloadException refusedHere(String reason) {
        return refused(true, reason, FROM_ANOTHER_THREAD);
    }

    /** Tells the refusal of a bundle that is loaded, and returns the exception. */
    private ReloadException refused(boolean reentrant, String reason, String cure) {
        String name = this.target.known().map(LoadedBundle::name).orElse(null);
        return (name != null) ? Attempt.refused(this.change, name, reentrant, reason, cure)
                : this.change.refusedAt(this.target.subject(), reentrant, reason, cure);
    }

    /**
     * Which bundle is to be replaced, and by what.
     */
    interface Target {

        /** Returns what was given: a name, or a folder. */
        String subject();

        /** Finds the bundle, as far as it can be told without reading files. */
        Optional<LoadedBundle> known();

        /** Finds the bundle that a failure concerns. */
        Optional<LoadedBundle> concerned();

        /**
         * Copies, reads and verifies what is to take its place.
         * @throws ReloadException if it is refused, and that was told
         */
        Candidate copy();

        /** Returns the bundle, which is loaded, or this throws. */
        LoadedBundle bundle(Candidate next);

    }

}
