package io.polyplug.rollout;

/**
 * Why a candidate is abandoned.
 */
public enum AbandonmentCause {

    /** A plan found it worse than the version that served before. */
    JUDGED,

    /** Somebody asked for it. */
    REQUESTED,

    /** The bundle was reloaded, rolled back or unloaded, or the runtime closed. */
    SUPERSEDED

}
