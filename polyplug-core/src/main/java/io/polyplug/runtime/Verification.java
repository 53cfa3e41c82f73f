package io.polyplug.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.OperationKind;
import io.polyplug.VerificationReport;
import io.polyplug.bundle.LoadOrder;
import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.operation.Change;
import io.polyplug.operation.Operation;
import io.polyplug.operation.Operations;
import io.polyplug.publication.LifecycleLog;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.LoadedBundles;
import io.polyplug.publication.Publication;
import io.polyplug.replacement.Attempt;
import io.polyplug.staging.Candidate;
import io.polyplug.staging.Candidates;
import io.polyplug.staging.StagedGeneration;
import io.polyplug.staging.Staging;

/**
 * Judges what a folder holds as a load or a reload would, up to the point where that
 * would be published, and discards it. Thread-safe: operations go one after another.
 */
final class Verification {

    private final Operations operations;

    private final LoadedBundles bundles;

    private final Candidates candidates;

    private final Staging staging;

    private final Publication publication;

    Verification(Operations operations, LoadedBundles bundles, Candidates candidates, Staging staging,
            Publication publication) {
        this.operations = operations;
        this.bundles = bundles;
        this.candidates = candidates;
        this.staging = staging;
        this.publication = publication;
    }

    VerificationReport verify(String name) {
        return verify(name, () -> {
            LoadedBundle bundle = this.bundles.require(name);
            return judged(bundle, () -> verify(this.candidates.asItIsNow(bundle.active()), bundle));
        });
    }

    VerificationReport verify(Path directory) {
        LoadedBundle activatedFrom = this.bundles.activatedFrom(directory).orElse(null);
        return verify((activatedFrom != null) ? activatedFrom.name() : null, () -> {
            LoadedBundle known = this.bundles.activatedFrom(directory).orElse(null);
            Candidate candidate = (known != null) ? judged(known, () -> this.candidates.of(directory))
                    : this.candidates.of(directory);
            LoadedBundle bundle = this.bundles.find(candidate.name());
            return (bundle != null) ? judged(bundle, () -> verify(candidate, bundle)) : verify(candidate, null);
        });
    }

    private VerificationReport verify(@Nullable String name, Supplier<VerificationReport> work) {
        String wanted = (name != null) ? "verify bundle '" + name + "'" : "verify a bundle";
        try (Operation operation = this.operations.begin(OperationKind.VERIFY, name, wanted)) {
            operation.becomeDryRun();
            return work.get();
        }
        catch (PolyplugException ex) {
            LifecycleLog.refusedToVerify(name, ex);
            throw ex;
        }
    }

    /** What is wrong with a bundle that is loaded is told as a failed reload would be. */
    private static <T> T judged(LoadedBundle bundle, Supplier<T> work) {
        try {
            return work.get();
        }
        catch (ReentrantCallException | LifecycleBusyException | RuntimeClosedException ex) {
            throw ex;
        }
        catch (RuntimeException ex) {
            throw Attempt.failure(Change.VERIFICATION, bundle, ex);
        }
    }

    private VerificationReport verify(Candidate candidate, @Nullable LoadedBundle bundle) {
        long started = System.nanoTime() - candidate.copyNanos();
        try {
            this.operations.requireIdle(candidate.name(), "verify");
            requireFit(candidate, bundle);
            StagedGeneration next = this.staging.stage(candidate.apart(), (bundle != null) ? bundle.active() : null);
            try {
                this.publication.requireFit(next.generation(), bundle);
                return report(candidate, next, started);
            }
            finally {
                next.discard(this.operations.trace()::step);
            }
        }
        finally {
            candidate.delete();
        }
    }

    private void requireFit(Candidate candidate, @Nullable LoadedBundle bundle) {
        if (bundle != null) {
            candidate.requireReplaces(bundle.active());
        }
        else {
            LoadOrder.of(List.of(new LoadOrder.Member(candidate.directory(), candidate.manifest())),
                    this.bundles.providers(), this.candidates.compatibility());
        }
    }

    private VerificationReport report(Candidate candidate, StagedGeneration next, long started) {
        VerificationReport report = new VerificationReport(candidate.name(), candidate.manifest().version(),
                candidate.directory(), next.open().digest(), Duration.ofNanos(System.nanoTime() - started),
                this.publication.describe(next.generation()));
        LifecycleLog.verified(report);
        return report;
    }

}
