package io.polyplug.autoconfigure;

/**
 * The backend that applications of this run of the tests have to have: the fastest one,
 * unless the build says otherwise. Both are on the class path.
 */
public final class ExpectedBackend {

    private static final String FASTEST = (Runtime.version().feature() >= 25) ? "ffm" : "jna";

    private ExpectedBackend() {
    }

    /** Returns its name. */
    public static String name() {
        return System.getProperty("polyplug.test.backend", FASTEST);
    }

}
