package io.polyplug.publication;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.polyplug.Holder;
import io.polyplug.ReloadPhase;
import io.polyplug.epoch.Reclaimer;
import io.polyplug.epoch.Retired;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.operation.Change;
import io.polyplug.operation.OperationLog;
import io.polyplug.operation.Operations;
import io.polyplug.operation.Reclamations;
import io.polyplug.staging.OpenGeneration;
import io.polyplug.store.Generation;
import io.polyplug.store.RuntimeStore;

/**
 * Generations that serve no more: retires them, bounds how many of a bundle are held, and
 * waits until they are reclaimed. Thread-safe.
 */
public final class Retirements {

    /** Retired generations of one bundle, held by calls, beyond which a reload waits. */
    private static final int MOST_RETIRED = 8;

    private static final String RETIRED = MOST_RETIRED + " retired generations of it are ";

    private final RuntimeStore<?> store;

    private final Reclaimer reclaimer;

    private final Reclamations reclamations;

    private final Phases phases;

    private final Operations operations;

    private final AtomicLong reclaimed = new AtomicLong();

    /**
     * Creates it.
     * @param store knows whose pins may protect a generation
     * @param operations tells who must not wait, and who watches reclaiming
     * @param phases told what was reclaimed
     */
    public Retirements(RuntimeStore<?> store, Operations operations, Phases phases) {
        this.store = store;
        this.operations = operations;
        this.reclaimer = operations.watch().reclaimer();
        this.reclamations = operations.watch().reclamations();
        this.phases = phases;
    }

    /** Retires what a replacement took the place of. */
    void retireReplaced(LoadedBundle replaced) {
        retire(replaced.active(), false);
        forget(replaced.previous(), false);
    }

    /** Retires a candidate that gets no calls any more. */
    void retireCandidate(OpenGeneration candidate, boolean closing) {
        retire(candidate, closing);
        forget(candidate, false);
    }

    /** Retires a bundle that was withdrawn. */
    void retireWithdrawn(LoadedBundle bundle, boolean closing) {
        retire(bundle.active(), closing);
        forget(bundle.active(), true);
        forget(bundle.previous(), true);
    }

    /** Gives up the files of a generation, for nobody can roll back to it any more. */
    private void forget(@Nullable OpenGeneration generation, boolean withdrawn) {
        if (generation != null) {
            this.reclaimer.retire(new RetiredFiles(generation, withdrawn));
        }
    }

    private void retire(OpenGeneration generation, boolean closing) {
        this.reclaimer
            .retire(new RetiredGeneration(generation, this.store, this.reclamations, this::reclaimed, closing));
    }

    private void reclaimed(Generation generation) {
        this.reclaimed.incrementAndGet();
        LifecycleLog.reclaimed(generation);
        this.phases
            .publish(new ReloadPhase.Reclaimed(generation.bundleName(), generation.bundleId(), generation.number()));
    }

    /**
     * Returns whether one more generation of a bundle may be retired.
     * @param bundleName the bundle
     * @return {@code false} while calls hold too many
     */
    public boolean hasRoomFor(String bundleName) {
        int retired = 0;
        for (Retired each : this.reclaimer.pending()) {
            retired += isGenerationOf(each, bundleName) ? 1 : 0;
        }
        return retired < MOST_RETIRED;
    }

    private static boolean isGenerationOf(Retired retired, String bundleName) {
        return retired instanceof RetiredGeneration generation && generation.isOf(bundleName);
    }

    /**
     * Waits for room, outside of the lock; a thread that would wait for itself is refused
     * at once.
     * @param bundleName the bundle
     * @param timeout how long to wait at most
     * @param change what it is for, in words
     * @throws io.polyplug.error.ReloadException if there is no room by then
     */
    public void awaitRoomFor(String bundleName, Duration timeout, Change change) {
        if (!this.operations.mayWait()) {
            throw change.refused(bundleName, true,
                    crowd(bundleName).reason() + ", and this thread is in one, or in the middle of another operation",
                    "Do it from another thread");
        }
        if (!awaitRetired(bundleName, MOST_RETIRED - 1, timeout)) {
            Crowd crowd = crowd(bundleName);
            throw change.refused(bundleName, false, crowd.reason(), crowd.cure());
        }
    }

    /**
     * Requires room, for whoever cannot wait.
     * @param bundleName the bundle
     * @throws BundleLoadException if there is none
     */
    public void requireRoomFor(String bundleName) {
        if (!hasRoomFor(bundleName)) {
            Crowd crowd = crowd(bundleName);
            throw new BundleLoadException(bundleName, Explanation.ofBundle(bundleName, crowd.reason(), crowd.cure()));
        }
    }

    /** What hangs on its way out keeps the later ones, or calls do. */
    private Crowd crowd(String bundleName) {
        return this.operations.watch()
            .reclaiming()
            .stream()
            .filter((each) -> each.bundleName().filter(bundleName::equals).isPresent() || !isHeld(bundleName))
            .findFirst()
            .map((each) -> new Crowd(
                    RETIRED + "still there, for they wait until one is released: " + OperationLog.text(each),
                    "Look in a thread dump where that thread is, or 'polyplug-libraries' for it, and end what it waits for"))
            .orElse(new Crowd(RETIRED + "still in use by calls that do not end",
                    "Look at the holders in the runtime's statistics, and end these calls"));
    }

    private boolean isHeld(String bundleName) {
        return this.reclaimer.holders().stream().anyMatch((each) -> isGenerationOf(each.retired(), bundleName));
    }

    private boolean awaitRetired(String bundleName, int most, Duration timeout) {
        return this.reclaimer.awaitAtMost((each) -> isGenerationOf(each, bundleName), most, timeout);
    }

    /**
     * Waits until nothing retired is left. Not under the life-cycle lock.
     * @param timeout how long to wait at most
     * @return whether nothing is left
     * @throws io.polyplug.error.ReentrantCallException if the thread would wait for
     * itself
     */
    public boolean awaitNone(Duration timeout) {
        this.operations.requireMayWait("wait for reclamation");
        return this.reclaimer.awaitEmpty(timeout);
    }

    /**
     * Waits until nothing retired of a bundle is left. Not under the life-cycle lock.
     * @param bundleName the bundle
     * @param timeout how long to wait at most
     * @return whether nothing is left
     * @throws io.polyplug.error.ReentrantCallException if the thread would wait for
     * itself
     */
    public boolean awaitNoneOf(String bundleName, Duration timeout) {
        this.operations.requireMayWait("wait for reclamation");
        return awaitRetired(bundleName, 0, timeout);
    }

    /**
     * {@return the retired generations that are not reclaimed yet}
     */
    public List<Generation> pending() {
        return this.reclaimer.pending()
            .stream()
            .filter(RetiredGeneration.class::isInstance)
            .map((each) -> ((RetiredGeneration) each).generation())
            .toList();
    }

    /**
     * {@return what keeps retired generations from being reclaimed}
     */
    public List<Holder> holders() {
        return this.reclaimer.holders()
            .stream()
            .map((each) -> ((RetiredGeneration) each.retired()).describe(each))
            .toList();
    }

    /**
     * {@return how many generations were reclaimed}
     */
    public long reclaimedGenerations() {
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
