package io.polyplug.replacement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import io.polyplug.OperationKind;
import io.polyplug.ReloadReport;
import io.polyplug.error.ReloadException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.operation.Operation;
import io.polyplug.publication.LifecycleLog;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.Publication;
import io.polyplug.publication.Retirements;
import io.polyplug.publication.Rollout;
import io.polyplug.staging.Candidate;
import io.polyplug.staging.StagedGeneration;
import io.polyplug.staging.Staging;

/**
 * Replaces loaded bundles while they are called: reload, rollback and cascade, by the
 * steps of docs/behaviour.md 13.2. Thread-safe: operations go one after another.
 */
public final class Reload {

    private final Requests requests;

    private final Staging staging;

    private final Publication publication;

    private final Retirements retirements;

    /**
     * Creates it.
     * @param requests knows who follows whom
     * @param staging makes what takes a place
     * @param publication publishes it
     * @param retirements takes what was replaced
     */
    public Reload(Requests requests, Staging staging, Publication publication, Retirements retirements) {
        this.requests = requests;
        this.staging = staging;
        this.publication = publication;
        this.retirements = retirements;
    }

    /**
     * Replaces a bundle.
     * @param request which one, and by what
     * @return what was done
     */
    public ReloadReport perform(Request request) {
        return perform(request, (attempt, next) -> replace(attempt, next, new HashSet<>()));
    }

    /**
     * Steps 1 to 6: goes on once there is room for one more retired generation, and waits
     * for that without the lock.
     */
    <T> T perform(Request request, BiFunction<Attempt, Candidate, T> replacing) {
        long deadline = this.requests.deadline();
        while (true) {
            Attempt attempt;
            try (Operation operation = request.begin()) {
                request.requireEnabled();
                operation.becomeReload(request::refusedHere);
                long started = System.nanoTime();
                Candidate next = request.copy(started);
                attempt = request.attempt(next, started);
                if (hasRoomFor(attempt)) {
                    return replacing.apply(attempt, next);
                }
                next.delete();
            }
            awaitRoom(attempt, Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    boolean hasRoomFor(Attempt attempt) {
        return this.retirements.hasRoomFor(attempt.bundle().name());
    }

    void awaitRoom(Attempt attempt, Duration timeout) {
        try {
            this.retirements.awaitRoomFor(attempt.bundle().name(), timeout, attempt.change());
        }
        catch (ReloadException ex) {
            LifecycleLog.refusedToReplace(attempt.change(), attempt.bundle().name(), ex.explanation());
            throw ex;
        }
    }

    /** Steps 7 to 14. What fails before the publication leaves what serves as it is. */
    private ReloadReport replace(Attempt attempt, Candidate next, Set<String> visited) {
        LoadedBundle before = attempt.bundle();
        visited.add(before.name());
        attempt.makes(next.number());
        LoadedBundle now;
        attempt.begin();
        try {
            next.requireReplaces(before.active());
            attempt.prepare();
            StagedGeneration staged = this.staging.stage(next, before.active());
            now = this.publication.replace(before, staged);
        }
        catch (Throwable ex) {
            attempt.end();
            next.delete();
            throw attempt.failed(ex);
        }
        return complete(attempt, now, visited);
    }

    /**
     * Steps 8 and 11 to 14 for a candidate that has shared the calls until now. It goes
     * on to if this fails.
     */
    ReloadReport promote(Attempt attempt, Rollout rollout) {
        attempt.makes(rollout.candidate().generation().number());
        LoadedBundle now;
        attempt.begin();
        try {
            attempt.prepare();
            now = this.publication.promote(rollout);
        }
        catch (Throwable ex) {
            attempt.end();
            throw attempt.failed(ex);
        }
        return complete(attempt, now, new HashSet<>(Set.of(now.name())));
    }

    /** Steps 12 to 14, after which the attempt is over. */
    private ReloadReport complete(Attempt attempt, LoadedBundle now, Set<String> visited) {
        LoadedBundle before = attempt.bundle();
        List<ReloadReport> cascaded = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        try {
            for (String name : this.publication.reloadedAfter(before, now)) {
                follow(before.name(), name, visited, cascaded, failures);
            }
        }
        finally {
            attempt.end();
        }
        ReloadReport report = attempt.reloaded(now, cascaded, failures);
        this.publication.retireReplaced(before);
        return report;
    }

    /** Step 12: nothing that happens to a dependent fails the bundle it depends on. */
    @SuppressWarnings("try")
    private void follow(String trigger, String name, Set<String> visited, List<ReloadReport> cascaded,
            List<String> failures) {
        LoadedBundle dependent = this.requests.find(name);
        if (dependent == null || visited.contains(name)) {
            return;
        }
        try (Operation operation = this.requests.operations().beginWithin(OperationKind.RELOAD, name)) {
            visited.add(name);
            ReloadReport report = follow(this.requests.after(trigger, dependent), visited);
            cascaded.add(report);
            failures.addAll(report.cascadeFailures());
        }
        catch (ReloadException | RuntimeClosedException ex) {
            failures.add(String.valueOf(ex.getMessage()));
        }
    }

    /** Without ever waiting, for the lock is held. */
    private ReloadReport follow(Attempt attempt, Set<String> visited) {
        Candidate next;
        try {
            attempt.requireIdle();
            this.retirements.requireRoomFor(attempt.bundle().name());
            next = this.requests.asItIsNow(attempt.bundle());
        }
        catch (Throwable ex) {
            throw attempt.failed(ex);
        }
        return replace(attempt, next, visited);
    }

}
