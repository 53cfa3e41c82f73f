package io.polyplug.benchmarks.peers;

import java.io.IOException;

/**
 * Something of each version.
 *
 * @param <T> what
 * @param hello that of {@link Version#HELLO}
 * @param howdy that of {@link Version#HOWDY}
 */
record Versions<T>(T hello, T howdy) {

    static <T> Versions<T> of(Maker<T> maker) throws IOException {
        return new Versions<>(maker.make(Version.HELLO), maker.make(Version.HOWDY));
    }

    T of(Version version) {
        return switch (version) {
            case HELLO -> this.hello;
            case HOWDY -> this.howdy;
        };
    }

    /**
     * Makes that of a version.
     *
     * @param <T> what
     */
    interface Maker<T> {

        T make(Version version) throws IOException;

    }

}
