package io.polyplug;

/**
 * How strictly declared versions and function counts are held against what a bundle
 * really has.
 */
public enum Compatibility {

    /** A violation is an error. The default. */
    STRICT,

    /** A violation is a warning. */
    RELAXED,

    /** A violation is ignored. */
    YOLO

}
