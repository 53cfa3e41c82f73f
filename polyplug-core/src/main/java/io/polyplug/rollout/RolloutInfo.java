package io.polyplug.rollout;

import java.time.Instant;

import io.polyplug.contract.Version;

/**
 * A rollout as it is at one instant.
 *
 * @param bundleName the bundle
 * @param mode what the candidate is called for
 * @param servingVersion the version that served before
 * @param servingGeneration its generation
 * @param candidateVersion the version that is tried
 * @param candidateGeneration its generation
 * @param weight the candidate's share of the calls, in per mille
 * @param step the step of the plan, from 1, or 0 without a plan
 * @param startedAt when the candidate began to serve
 * @param serving what the version that served before did since then
 * @param candidate what the candidate did since then
 * @param comparisons how their results compare; nothing but zeros for a canary
 */
public record RolloutInfo(String bundleName, RolloutMode mode, Version servingVersion, long servingGeneration,
        Version candidateVersion, long candidateGeneration, int weight, int step, Instant startedAt,
        RolloutFigures serving, RolloutFigures candidate, RolloutComparisons comparisons) {
}
