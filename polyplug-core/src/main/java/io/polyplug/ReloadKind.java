package io.polyplug;

/**
 * How a bundle is replaced.
 */
public enum ReloadKind {

    /** By what a folder or an object holds now, on request or after another bundle. */
    RELOAD,

    /** By what ran before. */
    ROLLBACK

}
