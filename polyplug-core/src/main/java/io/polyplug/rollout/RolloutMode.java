package io.polyplug.rollout;

/**
 * What a candidate is called for.
 */
public enum RolloutMode {

    /**
     * The candidate answers its share of the calls.
     */
    CANARY,

    /**
     * The version that served before answers every call. For its share of the calls of
     * functions that are {@linkplain io.polyplug.contract.SideEffectFree free of side
     * effects}, the candidate is called too, after it and on the same thread, and the two
     * results are compared.
     */
    SHADOW

}
