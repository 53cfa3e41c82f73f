package io.polyplug;

/**
 * What becomes of memory that a guest returns, once it has been copied.
 */
public enum ReturnedMemory {

    /**
     * A block that the guest allocated through the host during the same call is freed.
     * The default. A guest that is seen to keep such a block is treated as
     * {@link #BORROWED} from then on.
     */
    RECLAIM,

    /** Nothing a guest returns is ever freed by the host. */
    BORROWED

}
