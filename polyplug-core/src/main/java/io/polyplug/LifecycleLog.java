package io.polyplug;

import java.util.concurrent.TimeUnit;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.error.SignatureException;
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
        logger.info("Loaded bundle '{}' {} {} in {} ms", bundle.name(), bundle.active().generation().version(),
                bundle.origin(), millis(nanos));
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

    static void replaced(Change change, Generation before, Generation now, long nanos) {
        logger.info("{} bundle '{}' {} -> {} (generation {}){} in {} ms", change.done(), now.bundleName(),
                before.version(), now.version(), now.number(), change.after(), millis(nanos));
    }

    static void refusedToReplace(Change change, String bundleName, Explanation why) {
        logger.warn("Refused to {} bundle '{}': {}", change.verb(), bundleName, why.advice());
    }

    static void failedToReplace(Change change, Generation serving, Explanation why) {
        logger.warn("Refused to {} bundle '{}'{}: {}", change.verb(), serving.bundleName(), change.after(),
                new Explanation(Change.withServing(serving, why.reason()), why.reason(), why.cure()).message());
    }

    static void unloaded(Generation generation, boolean closing) {
        logger.info("Unloaded bundle '{}' {} (generation {}){}", generation.bundleName(), generation.version(),
                generation.number(), closing ? ", for the runtime closes" : "");
    }

    static void refusedToUnload(String bundleName, PolyplugException refusal) {
        logger.warn("Refused to unload bundle '{}': {}", bundleName, refusal.explanation().advice());
    }

    static void reclaimed(Generation generation) {
        logger.debug("Reclaimed {}", generation);
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

}
