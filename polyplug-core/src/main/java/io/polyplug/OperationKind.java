package io.polyplug;

/**
 * What an operation on bundles does.
 */
public enum OperationKind {

    /** It loads a bundle, or several as a set. */
    LOAD,

    /** It replaces a bundle, on request or after one that it depends on. */
    RELOAD,

    /** It brings back what ran before. */
    ROLLBACK,

    /** It takes a bundle away, or several that depend on each other. */
    UNLOAD,

    /** It begins, changes or ends a rollout. */
    ROLLOUT,

    /** It judges what a folder holds and publishes nothing. */
    VERIFY,

    /**
     * It releases a generation that was replaced or unloaded: without the life-cycle
     * lock, on a thread of the runtime.
     */
    RECLAIM

}
