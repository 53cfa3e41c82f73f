package io.polyplug;

/**
 * The backend that this run of the tests is about: the build says {@code ffm} where it
 * has put that one on the class path.
 */
final class ExpectedBackend {

    private ExpectedBackend() {
    }

    static String name() {
        return System.getProperty("polyplug.test.backend", "jna");
    }

}
