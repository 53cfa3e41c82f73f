package io.polyplug;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.error.SignatureException;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.loader.StagedBundle;
import io.polyplug.store.Generation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what becomes of bundles, one record an event. Thread-safe. What was done is told
 * under the life-cycle lock, so that the records come in the order of the events; a
 * refusal is told without it where that is possible.
 */
final class LifecycleLog {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.lifecycle");

    private LifecycleLog() {
    }

    static void loaded(LoadedBundle bundle, long nanos) {
        logger.info("Loaded bundle '{}' {} {} in {} ms", bundle.name(), build(bundle.active()), bundle.origin(),
                millis(nanos));
    }

    static void leftOut(StagedBundle copy) {
        logger.info("Left out bundle '{}' from {}: a bundle of Java objects stands in for it", copy.manifest().name(),
                copy.source());
    }

    /**
     * Not for a runtime that is closed: its operations are not refused, they are wrong.
     */
    static void refusedToLoad(PolyplugException refusal) {
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

    static void replaced(Change change, LoadedGeneration before, LoadedGeneration now, long nanos) {
        logger.info("{} bundle '{}' {} -> {} (generation {}){} in {} ms", change.done(), now.generation().bundleName(),
                build(before), build(now), now.generation().number(), change.after(), millis(nanos));
    }

    /** Two builds of one version have different digests. */
    private static String build(LoadedGeneration generation) {
        return build(generation.generation().version(), generation.digest());
    }

    private static String build(Version version, String digest) {
        return digest.isEmpty() ? version.toString()
                : version + " [" + digest.substring(0, BundleInfo.SHORT_DIGEST) + "]";
    }

    static void verified(VerificationReport report) {
        logger.info("Verified bundle '{}' {} in {} ms: it could serve", report.bundleName(),
                build(report.version(), report.digest()), report.duration().toMillis());
    }

    /** What is told as a failed replacement is not told again. */
    static void refusedToVerify(@Nullable String bundleName, PolyplugException refusal) {
        if (!(refusal instanceof RuntimeClosedException || refusal instanceof ReloadException
                || refusal instanceof BundleNotFoundException)) {
            logger.warn("Refused to verify {}: {}",
                    (bundleName != null) ? "bundle '" + bundleName + "'" : subject(refusal),
                    refusal.explanation().advice());
        }
    }

    static void refusedToReplace(Change change, String bundleName, Explanation why) {
        logger.warn("Refused to {} bundle '{}': {}", change.verb(), bundleName, why.advice());
    }

    static void failedToReplace(Change change, Generation serving, Explanation why) {
        logger.warn("Refused to {} bundle '{}'{}: {}", change.verb(), serving.bundleName(), change.after(),
                new Explanation(Change.withServing(serving, why.reason()), why.reason(), why.cure()).message());
    }

    static void unloaded(LoadedGeneration generation, boolean closing) {
        logger.info("Unloaded bundle '{}' {} (generation {}){}", generation.generation().bundleName(),
                build(generation), generation.generation().number(), closing ? ", for the runtime closes" : "");
    }

    static void refusedToUnload(String bundleName, PolyplugException refusal) {
        logger.warn("Refused to unload bundle '{}': {}", bundleName, refusal.explanation().advice());
    }

    static void reclaimed(Generation generation) {
        logger.debug("Reclaimed {}", generation);
    }

    static void slow(RunningOperation operation) {
        if (operation.kind() == OperationKind.RECLAIM) {
            logger.warn("{}. What else is to be reclaimed goes on, unless that bundle may be using it. A thread dump"
                    + " shows where it hangs", text(operation));
        }
        else {
            logger.warn(
                    "{}. Other operations on bundles wait for it and are refused after the operation timeout; calls"
                            + " go on. A thread dump shows where it hangs, on that thread or on 'polyplug-libraries'",
                    text(operation));
        }
    }

    static void wentOn(RunningOperation operation) {
        logger.warn("{} went on after {} ms of {}", doing(operation), operation.stepAge().toMillis(), operation.step());
    }

    /** Returns what an operation is doing, for messages. */
    static String text(RunningOperation operation) {
        return doing(operation) + " has been at '" + operation.step() + "' for " + operation.stepAge().toMillis()
                + " ms, since " + Instant.now().minus(operation.stepAge()).truncatedTo(ChronoUnit.SECONDS)
                + ", on thread '" + operation.thread() + "'";
    }

    private static String doing(RunningOperation operation) {
        return operation.kind().doing(operation.bundleName().orElse(null));
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

}
