package io.polyplug.rollout;

import java.util.Optional;

/**
 * How the results of a shadow compare with those that were answered.
 *
 * @param equal how often they were equal, or both versions failed with one code
 * @param different how often they were not
 * @param lastDifference the last one in words: function, and how the two differ;
 * shortened
 */
public record RolloutComparisons(long equal, long different, Optional<String> lastDifference) {
}
