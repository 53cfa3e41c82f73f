package io.polyplug.bundle;

/**
 * What a manifest says about memory that the bundle's functions return.
 */
public enum MemoryRule {

    /**
     * What a function allocated through the host during the call is freed once it has
     * been copied.
     */
    RECLAIM,

    /** What a function returns stays the bundle's and is never freed by the host. */
    BORROWED

}
