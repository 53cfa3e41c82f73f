package io.polyplug.benchmarks;

import java.time.Duration;

/** How much a run does of everything that is done many times. */
enum Effort {

    /** What figures need. */
    WHOLE(1, Duration.ofHours(1)),

    /**
     * A smoke run: a fiftieth of it, with one JVM for each section. It tells whether the
     * sections work; its figures mean nothing.
     */
    SMOKE(50, Duration.ofMinutes(10));

    /** The system property that makes a run a smoke run. */
    static final String SMOKE_PROPERTY = "benchmarks.smoke";

    private final int divisor;

    private final Duration longest;

    Effort(int divisor, Duration longest) {
        this.divisor = divisor;
        this.longest = longest;
    }

    /** Returns the one of this JVM. */
    static Effort chosen() {
        return Boolean.getBoolean(SMOKE_PROPERTY) ? SMOKE : WHOLE;
    }

    /** Returns how often is done what a whole run does so many times. */
    int times(int whole) {
        return Math.max(1, whole / this.divisor);
    }

    /** Returns how long is done what a whole run does for so many nanoseconds. */
    long nanos(long whole) {
        return Math.max(1, whole / this.divisor);
    }

    /** Returns the time after which a section does not end by itself any more. */
    Duration longest() {
        return this.longest;
    }

    /** Returns the argument that makes the runs of another JVM such. */
    String jvmArgument() {
        return "-D" + SMOKE_PROPERTY + '=' + (this == SMOKE);
    }

}
