package io.polyplug.rollout;

/**
 * Decides which calls a candidate gets, by an argument, a request's header, a principal
 * or whatever the application knows on the calling thread. Called by many threads at
 * once, before the call is pinned. One that throws gives the call to the version that
 * served before, and is told once.
 */
@FunctionalInterface
public interface RolloutSelector {

    /**
     * Returns whether the candidate is to get a call, as far as the weight allows.
     * @param call the call
     * @return {@code true} if it may go to the candidate
     */
    boolean selects(RolloutCall call);

}
