package io.polyplug.publication;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.rollout.RolloutFigures;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutMode;
import io.polyplug.rollout.RolloutPhase;
import io.polyplug.rollout.RolloutSettings;

/**
 * Tells what becomes of rollouts, one record an event, under the life-cycle lock.
 * Thread-safe.
 */
final class RolloutLog {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.lifecycle");

    private RolloutLog() {
    }

    /**
     * Tells that a rollout began.
     * @param phase the phase
     */
    static void started(RolloutPhase.Started phase) {
        RolloutInfo info = phase.rollout();
        logger.info("Bundle '{}' {} (generation {}) {} {} of {} calls beside {} (generation {})", info.bundleName(),
                info.candidateVersion(), info.candidateGeneration(),
                (info.mode() == RolloutMode.SHADOW) ? "is compared for" : "serves", info.weight(),
                RolloutSettings.FULL_WEIGHT, info.servingVersion(), info.servingGeneration());
    }

    /**
     * Tells that the share was changed.
     * @param phase the phase
     */
    static void weighed(RolloutPhase.WeightChanged phase) {
        RolloutInfo info = phase.rollout();
        logger.info("Rollout of bundle '{}' {} (generation {}): weight {} -> {}, because {}", info.bundleName(),
                info.candidateVersion(), info.candidateGeneration(), phase.previousWeight(), info.weight(),
                phase.reason());
    }

    /**
     * Tells that the candidate serves now.
     * @param phase the phase
     */
    static void promoted(RolloutPhase.Promoted phase) {
        RolloutInfo info = phase.rollout();
        logger.info(
                "Rollout of bundle '{}' is over: {} (generation {}) was promoted, because {}. It had {}, and what served before had {}",
                info.bundleName(), info.candidateVersion(), info.candidateGeneration(), phase.reason(),
                told(info.candidate()), told(info.serving()));
    }

    static void abandoned(RolloutPhase.Abandoned phase) {
        RolloutInfo info = phase.rollout();
        logger.warn(
                "Rollout of bundle '{}' is over: {} (generation {}) was abandoned, because {}. It had {}, and {}"
                        + " (generation {}) had {}",
                info.bundleName(), info.candidateVersion(), info.candidateGeneration(), phase.reason(),
                told(info.candidate()), info.servingVersion(), info.servingGeneration(), told(info.serving()));
    }

    private static String told(RolloutFigures figures) {
        return figures.calls() + " calls with " + figures.errors() + " errors";
    }

}
