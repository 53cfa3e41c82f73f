package io.polyplug.rollout;

import org.jspecify.annotations.Nullable;

/**
 * Names what a call belongs to, where calls of one session, customer or document must all
 * go to one version. Called by many threads at once, before the call is pinned.
 */
@FunctionalInterface
public interface RolloutKey {

    /**
     * Returns the key of a call. All calls of a key go to the version that got the first
     * one, while the rollout lasts.
     * @param call the call
     * @return the key, with {@code equals} and {@code hashCode}, or {@code null} for a
     * call that belongs to nothing
     */
    @Nullable Object keyOf(RolloutCall call);

}
