package io.polyplug.loader;

/**
 * What becomes of signal handlers that a library takes from the JVM.
 */
public enum SignalRule {

    /** The JVM's are put back, and a warning says so. */
    RESTORE,

    /** The JVM's are put back, and the bundle is not loaded. */
    REFUSE,

    /** The library's stay while it is open. */
    IGNORE

}
