package io.polyplug;

/**
 * How strictly declarations are held against what is there: the minor version of a
 * dependency when a set of bundles is loaded, function counts, and contracts that a new
 * version of a bundle drops while they are in use. Major versions, dependencies without
 * any provider, ids and signatures are errors in every mode.
 */
public enum Compatibility {

    /** A violation is an error. The default. */
    STRICT,

    /** A violation is a warning. */
    RELAXED,

    /** A violation is ignored. */
    YOLO

}
