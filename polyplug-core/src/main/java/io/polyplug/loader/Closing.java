package io.polyplug.loader;

/**
 * What has become of the code of a generation that was to be closed.
 */
public enum Closing {

    /** Nothing of it is left. */
    UNMAPPED,

    /** It was closed as far as it can be now, and something of it stays mapped. */
    MAPPED,

    /** It has not been closed yet: its destructors still have to run. */
    POSTPONED

}
