package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.LoadOrder;
import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.loader.StagedBundle;
import io.polyplug.store.Generation;
import io.polyplug.store.RuntimeStore;

/**
 * Judges what a folder holds as a load or a reload would, up to the point where that
 * would be published, and discards it. Thread-safe: the life-cycle lock serialises it
 * all.
 */
final class BundleVerification {

    private final LifecycleLock lock;

    private final LoadedBundles bundles;

    private final BundleStaging staging;

    private final BundleReplacement replacement;

    private final InProgress inProgress;

    private final RuntimeStore<?> store;

    BundleVerification(LifecycleLock lock, LoadedBundles bundles, BundleStaging staging, BundleReplacement replacement,
            InProgress inProgress, RuntimeStore<?> store) {
        this.lock = lock;
        this.bundles = bundles;
        this.staging = staging;
        this.replacement = replacement;
        this.inProgress = inProgress;
        this.store = store;
    }

    VerificationReport verify(String name) {
        return verify(name, () -> {
            LoadedBundle bundle = this.bundles.require(name);
            return judged(bundle, () -> verify(this.staging.copySourceOf(bundle.active()), bundle));
        });
    }

    VerificationReport verify(Path path) {
        Path directory = BundleLifecycle.directoryOf(path);
        LoadedBundle activatedFrom = this.bundles.activatedFrom(directory).orElse(null);
        return verify((activatedFrom != null) ? activatedFrom.name() : null, () -> {
            LoadedBundle known = this.bundles.activatedFrom(directory).orElse(null);
            StagedBundle staged = (known != null) ? judged(known, () -> this.staging.copy(directory))
                    : this.staging.copy(directory);
            LoadedBundle bundle = this.bundles.find(staged.manifest().name());
            return (bundle != null) ? judged(bundle, () -> verify(staged, bundle)) : verify(staged, null);
        });
    }

    private VerificationReport verify(@Nullable String name, Supplier<VerificationReport> work) {
        try {
            this.inProgress.enter(this.lock, OperationKind.VERIFY, name,
                    (name != null) ? "verify bundle '" + name + "'" : "verify a bundle");
            try {
                this.inProgress.setVerification(true);
                return work.get();
            }
            finally {
                this.inProgress.setVerification(false);
                this.lock.leave();
            }
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
            throw BundleReplacement.failure(Change.VERIFICATION, bundle, ex);
        }
    }

    private VerificationReport verify(StagedBundle staged, @Nullable LoadedBundle bundle) {
        long started = System.nanoTime() - staged.copyNanos();
        try {
            this.inProgress.requireIdle(staged.manifest().name(), "verify");
            requireFit(staged, bundle);
            LoadedGeneration next = this.staging.stage(staged.apart(), (bundle != null) ? bundle.active() : null);
            try {
                requireFit(next.generation(), bundle);
                return report(staged, next, started);
            }
            finally {
                this.staging.discard(next);
            }
        }
        finally {
            staged.copy().delete();
        }
    }

    private VerificationReport report(StagedBundle staged, LoadedGeneration next, long started) {
        List<ContractInfo> contracts = LoadedBundle.contracts(next.generation(), this.store);
        VerificationReport report = new VerificationReport(staged.manifest().name(), staged.manifest().version(),
                staged.source(), next.digest(), Duration.ofNanos(System.nanoTime() - started), contracts);
        LifecycleLog.verified(report);
        return report;
    }

    private void requireFit(Generation next, @Nullable LoadedBundle bundle) {
        if (bundle != null) {
            this.replacement.requireNothingNeededIsLost(bundle, next);
        }
        this.store.requireFit(next, (bundle != null) ? bundle.active().generation() : null,
                this.staging.strictness().toleratesLoss());
    }

    private void requireFit(StagedBundle staged, @Nullable LoadedBundle bundle) {
        if (bundle != null) {
            BundleReplacement.requireSameBundle(bundle, staged);
        }
        else {
            LoadOrder.of(List.of(new LoadOrder.Member(staged.source(), staged.manifest())), this.bundles.providers(),
                    this.staging.strictness());
        }
    }

}
