package io.polyplug.operation;

/**
 * What an operation may be doing, in words that follow "is at:".
 */
public final class Step {

    /** Nothing was done yet. */
    public static final String BEGINNING = "beginning";

    /** The private copy is made. */
    public static final String COPYING = "copying its folder";

    /** The copy is read and verified. */
    public static final String CHECKING = "checking manifest and signature";

    /** The application says which bundles of a set it wants. */
    public static final String ASKING = "asking the application";

    /** Code of the bundle may run: constructors of its library. */
    public static final String OPENING = "opening its library";

    /** Code of the bundle runs. */
    public static final String INITIALISING = "running polyplug_init";

    /** Code of the bundle runs: its factories. */
    public static final String MAKING_INSTANCES = "making the instances that are called";

    /** The store changes. */
    public static final String PUBLISHING = "publishing its contracts";

    /** Code of the application runs. */
    public static final String LISTENERS = "telling listeners";

    /** The store changes. */
    public static final String WITHDRAWING = "withdrawing its contracts";

    /** Code of the bundle runs: its destructors. */
    public static final String DESTROYING_INSTANCES = "destroying its instances";

    /** Code of the bundle may run: destructors of its library. */
    public static final String CLOSING = "closing its library";

    private Step() {
    }

}
