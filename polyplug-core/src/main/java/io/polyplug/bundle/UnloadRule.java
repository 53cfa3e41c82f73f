package io.polyplug.bundle;

/**
 * What becomes of a library that nobody uses any more, in the words of a manifest.
 */
public enum UnloadRule {

    /** It is unmapped: its author promises that nothing of it would run after that. */
    RECLAIM,

    /** It stays mapped until the process ends. */
    NEVER

}
