package io.polyplug.model;

/**
 * How an access of the model is ordered, weakest first. Plain accesses are modelled as
 * opaque ones.
 */
enum Ordering {

    /** Coherent, and nothing else. */
    OPAQUE,

    /** A read that sees what came before the release that it reads. */
    ACQUIRE,

    /** A write that shows what came before it. */
    RELEASE,

    /** All of these have one order. */
    VOLATILE;

    boolean acquires() {
        return this == ACQUIRE || this == VOLATILE;
    }

    boolean releases() {
        return this == RELEASE || this == VOLATILE;
    }

}
