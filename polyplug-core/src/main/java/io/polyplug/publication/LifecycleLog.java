package io.polyplug.publication;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.VerificationReport;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.error.SignatureException;
import io.polyplug.operation.Change;
import io.polyplug.staging.Candidate;
import io.polyplug.staging.OpenGeneration;
import io.polyplug.store.Generation;

/**
 * Tells what becomes of bundles, one record an event. Thread-safe. What was done is told
 * under the life-cycle lock, so that the records come in the order of the events; a
 * refusal is told without it where that is possible.
 */
public final class LifecycleLog {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.lifecycle");

    /** How many digits of a digest people are shown. */
    private static final int SHORT_DIGEST = 12;

    private LifecycleLog() {
    }

    /**
     * Tells that a bundle was loaded.
     * @param bundle the bundle
     * @param nanos how long it took
     */
    public static void loaded(LoadedBundle bundle, long nanos) {
        if (logger.isInfoEnabled()) {
            logger.info("Loaded bundle '{}' {} {} in {} ms", bundle.name(), build(bundle.active()),
                    bundle.active().origin(), millis(nanos));
        }
    }

    /**
     * Tells that another bundle stands in for one.
     * @param copy the one that is left out
     */
    public static void leftOut(Candidate copy) {
        logger.info("Left out bundle '{}' from {}: a bundle of Java objects stands in for it", copy.name(),
                copy.directory());
    }

    /**
     * Tells that a load was refused. Not for a runtime that is closed: its operations are
     * not refused, they are wrong.
     * @param refusal why
     */
    public static void refusedToLoad(PolyplugException refusal) {
        if (!(refusal instanceof RuntimeClosedException)) {
            logger.warn("Refused to load {}: {}", subject(refusal), refusal.explanation().advice());
        }
    }

    private static String subject(PolyplugException refusal) {
        if (refusal instanceof BundleLoadException load) {
            return "bundle '" + load.bundleName() + "'";
        }
        if (refusal instanceof SignatureException signature) {
            return "bundle '" + signature.bundleName() + "'";
        }
        return (refusal instanceof DependencyGraphException graph) ? "bundles " + graph.bundleNames() : "a bundle";
    }

    /**
     * Tells that a bundle was replaced.
     * @param change how
     * @param before what served
     * @param now what serves
     * @param nanos how long it took
     */
    public static void replaced(Change change, OpenGeneration before, OpenGeneration now, long nanos) {
        if (logger.isInfoEnabled()) {
            logger.info("{} bundle '{}' {} -> {} (generation {}){} in {} ms", change.done(),
                    now.generation().bundleName(), build(before), build(now), now.generation().number(), change.after(),
                    millis(nanos));
        }
    }

    /** Two builds of one version have different digests, which are worth waiting for. */
    private static String build(OpenGeneration generation) {
        return build(generation.generation().version(), generation.digest());
    }

    private static String build(Version version, String digest) {
        return digest.isEmpty() ? version.toString() : version + " [" + digest.substring(0, SHORT_DIGEST) + "]";
    }

    /**
     * Tells that a bundle could serve.
     * @param report what was found
     */
    public static void verified(VerificationReport report) {
        logger.info("Verified bundle '{}' {} in {} ms: it could serve", report.bundleName(),
                build(report.version(), report.digest()), report.duration().toMillis());
    }

    /**
     * Tells that a dry run was refused. What is told as a failed replacement is not told
     * again.
     * @param bundleName the bundle, if it is known
     * @param refusal why
     */
    public static void refusedToVerify(@Nullable String bundleName, PolyplugException refusal) {
        if (!(refusal instanceof RuntimeClosedException || refusal instanceof ReloadException
                || refusal instanceof BundleNotFoundException)) {
            logger.warn("Refused to verify {}: {}",
                    (bundleName != null) ? "bundle '" + bundleName + "'" : subject(refusal),
                    refusal.explanation().advice());
        }
    }

    /**
     * Tells that a replacement was refused before it began.
     * @param change what was asked for
     * @param bundleName the bundle
     * @param why the reason
     */
    public static void refusedToReplace(Change change, String bundleName, Explanation why) {
        logger.warn("Refused to {} bundle '{}': {}", change.verb(), bundleName, why.advice());
    }

    /**
     * Tells that a replacement failed.
     * @param change what was asked for
     * @param serving what goes on serving
     * @param why the reason
     */
    public static void failedToReplace(Change change, Generation serving, Explanation why) {
        logger.warn("Refused to {} bundle '{}'{}: {}", change.verb(), serving.bundleName(), change.after(),
                new Explanation(Change.withServing(serving, why.reason()), why.reason(), why.cure()).message());
    }

    static void unloaded(OpenGeneration generation, boolean closing) {
        if (logger.isInfoEnabled()) {
            logger.info("Unloaded bundle '{}' {} (generation {}){}", generation.generation().bundleName(),
                    build(generation), generation.generation().number(), closing ? ", for the runtime closes" : "");
        }
    }

    /**
     * Tells that an unload was refused.
     * @param bundleName the bundle
     * @param refusal why
     */
    public static void refusedToUnload(String bundleName, PolyplugException refusal) {
        logger.warn("Refused to unload bundle '{}': {}", bundleName, refusal.explanation().advice());
    }

    static void reclaimed(Generation generation) {
        logger.debug("Reclaimed {}", generation);
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

}
