package io.polyplug;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.Violations;
import io.polyplug.epoch.Reclaimer;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.host.HostContracts;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.store.Generation;
import io.polyplug.store.RuntimeStore;

/**
 * Publishes staged generations, and retires what they replace: publish first, retire
 * after. The life-cycle lock guards it, but for what says otherwise.
 */
final class Activation {

    /** Retired generations of one bundle, held by calls, beyond which a reload waits. */
    private static final int MOST_RETIRED = 8;

    private static final String RETIRED = MOST_RETIRED + " retired generations of it are ";

    private final RuntimeStore<?> store;

    private final HostContracts hostContracts;

    private final LoadedBundles bundles;

    private final Reclaimer reclaimer;

    private final BundleStaging staging;

    private final PhasePublisher phases;

    private final LifecycleLock lock;

    private final Compatibility compatibility;

    private final OperationTrace trace;

    private final Reclamations reclamations;

    private final AtomicLong reclaimed = new AtomicLong();

    Activation(RuntimeStore<?> store, HostContracts hostContracts, LoadedBundles bundles, Reclaimer reclaimer,
            BundleStaging staging, PhasePublisher phases, LifecycleLock lock, OperationTrace trace,
            Reclamations reclamations, Compatibility compatibility) {
        this.store = store;
        this.hostContracts = hostContracts;
        this.bundles = bundles;
        this.reclaimer = reclaimer;
        this.staging = staging;
        this.phases = phases;
        this.lock = lock;
        this.trace = trace;
        this.reclamations = reclamations;
        this.compatibility = compatibility;
    }

    LoadedBundle activate(LoadedGeneration next, @Nullable LoadedBundle replaced) {
        LoadedGeneration old = (replaced != null) ? replaced.active() : null;
        Generation before = (old != null) ? old.generation() : null;
        List<String> dropped;
        this.trace.step(Step.PUBLISHING);
        try {
            this.lock.requireNotAbandoned();
            dropped = this.store.activate(next.generation(), before, this.compatibility != Compatibility.STRICT);
        }
        catch (Throwable ex) {
            if (!this.store.isPublished(next.generation())) {
                this.staging.discard(next);
            }
            throw ex;
        }
        this.hostContracts.activate(next.offers(), before);
        LoadedBundle bundle = new LoadedBundle(next, old, Instant.now());
        this.bundles.put(bundle);
        this.staging.activated(next);
        dropped.forEach(
                (each) -> Violations.settle(this.compatibility, new BundleLoadException(bundle.name(), each, null)));
        return bundle;
    }

    /**
     * Retires what a replacement took the place of; after everybody was told of the
     * replacement.
     */
    void retireReplaced(LoadedBundle replaced) {
        retire(replaced.active(), false);
        forget(replaced.previous());
    }

    /** Takes a bundle away, and tells which of its instances are alive. */
    void withdraw(LoadedBundle bundle) {
        InstanceReport.beforeUnload(bundle.active().generation());
        withdraw(bundle, false);
    }

    /** Takes a bundle away because the runtime is being closed. */
    void close(LoadedBundle bundle) {
        withdraw(bundle, true);
    }

    private void withdraw(LoadedBundle bundle, boolean closing) {
        Generation generation = bundle.active().generation();
        this.trace.step(Step.WITHDRAWING);
        this.store.withdraw(generation);
        this.hostContracts.withdraw(generation);
        this.bundles.remove(bundle.name());
        LifecycleLog.unloaded(bundle.active(), closing);
        retire(bundle.active(), closing);
        forget(bundle.active());
        forget(bundle.previous());
    }

    /** Gives up the files of a generation, for nobody can roll back to it any more. */
    private void forget(@Nullable LoadedGeneration generation) {
        if (generation != null) {
            this.reclaimer.retire(new RetiredFiles(generation.files()));
        }
    }

    private void retire(LoadedGeneration generation, boolean closing) {
        this.reclaimer
            .retire(new RetiredGeneration(generation, this.store, this.reclamations, this::reclaimed, closing));
    }

    private void reclaimed(Generation generation) {
        this.reclaimed.incrementAndGet();
        LifecycleLog.reclaimed(generation);
        this.phases
            .publish(new ReloadPhase.Reclaimed(generation.bundleName(), generation.bundleId(), generation.number()));
    }

    boolean hasRoomFor(String bundleName) {
        return awaitRetired(bundleName, MOST_RETIRED - 1, Duration.ZERO);
    }

    /**
     * Waits for reclamation, outside the lock; a thread that would wait for itself is
     * refused at once.
     */
    void awaitRoomFor(String bundleName, Duration timeout, Change change) {
        if (this.lock.mustNotWait() || this.lock.isHeldByCurrentThread()) {
            throw change.refused(bundleName, true,
                    crowd(bundleName).reason() + ", and this thread is in one, or in the middle of another operation",
                    "Do it from another thread");
        }
        if (!awaitRetired(bundleName, MOST_RETIRED - 1, timeout)) {
            Crowd crowd = crowd(bundleName);
            throw change.refused(bundleName, false, crowd.reason(), crowd.cure());
        }
    }

    /** For whoever cannot wait. */
    void requireRoomFor(String bundleName) {
        if (!hasRoomFor(bundleName)) {
            Crowd crowd = crowd(bundleName);
            throw new BundleLoadException(bundleName, crowd.reason(), crowd.cure(), null);
        }
    }

    /** What hangs on its way out keeps the later ones, or calls do. */
    private Crowd crowd(String bundleName) {
        return this.reclamations.running()
            .stream()
            .filter((each) -> each.bundleName().filter(bundleName::equals).isPresent() || !isHeld(bundleName))
            .findFirst()
            .map((each) -> new Crowd(
                    RETIRED + "still there, for they wait until one is released: " + LifecycleLog.text(each),
                    "Look in a thread dump where that thread is, or 'polyplug-libraries' for it, and end what it waits for"))
            .orElse(new Crowd(RETIRED + "still in use by calls that do not end",
                    "Look at the holders in the runtime's statistics, and end these calls"));
    }

    private boolean isHeld(String bundleName) {
        return this.reclaimer.holders()
            .stream()
            .anyMatch((each) -> each.retired() instanceof RetiredGeneration retired && retired.isOf(bundleName));
    }

    /**
     * Waits until no more than a number of retired generations of a bundle are left. Not
     * under the life-cycle lock, but for no time at all.
     * @return whether no more are left
     */
    boolean awaitRetired(String bundleName, int most, Duration timeout) {
        return this.reclaimer.awaitAtMost(
                (each) -> each instanceof RetiredGeneration retired && retired.isOf(bundleName), most, timeout);
    }

    BundleInfo describe(LoadedBundle bundle) {
        return bundle.describe(this.store);
    }

    /** Returns what an operation ends with that was not waited for any longer. */
    Optional<RuntimeClosedException> abandonment() {
        return this.lock.abandonment();
    }

    /** Tells a phase of the operation that is running. */
    void tell(ReloadPhase phase) {
        this.trace.during(Step.LISTENERS, () -> this.phases.publish(phase));
    }

    /** Returns how many generations were reclaimed. Any thread may ask. */
    long reclaimedGenerations() {
        return this.reclaimed.get();
    }

    /**
     * Why there is no room for one more retired generation.
     *
     * @param reason why
     * @param cure what to do
     */
    private record Crowd(String reason, String cure) {
    }

}
