package io.polyplug;

/**
 * What becomes of signal handlers that a bundle's library takes from the JVM, which needs
 * them: null checks, stack overflows and broken pipes of Java arrive as signals.
 */
public enum SignalPolicy {

    /** The JVM's handlers are put back, and a warning says so. */
    RESTORE,

    /** The JVM's handlers are put back, and the bundle is not loaded. */
    REFUSE,

    /**
     * The library's handlers stay while it is open: for libraries whose handlers call
     * those that were there before.
     */
    IGNORE

}
