package io.polyplug;

import org.jspecify.annotations.Nullable;

/**
 * What an operation on bundles does.
 */
public enum OperationKind {

    /** It loads a bundle, or several as a set. */
    LOAD("Loading"),

    /** It replaces a bundle, on request or after one that it depends on. */
    RELOAD("Reloading"),

    /** It brings back what ran before. */
    ROLLBACK("Rolling back"),

    /** It takes a bundle away, or several that depend on each other. */
    UNLOAD("Unloading"),

    /** It judges what a folder holds and publishes nothing. */
    VERIFY("Verifying"),

    /**
     * It releases a generation that was replaced or unloaded: without the life-cycle
     * lock, on a thread of the runtime.
     */
    RECLAIM("Reclaiming");

    private final String doing;

    OperationKind(String doing) {
        this.doing = doing;
    }

    /** Returns what goes on, such as "Loading bundle 'filters'". */
    String doing(@Nullable String bundleName) {
        return this.doing + " " + ((bundleName != null) ? "bundle '" + bundleName + "'" : "bundles");
    }

}
