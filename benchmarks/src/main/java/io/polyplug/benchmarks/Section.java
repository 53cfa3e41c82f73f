package io.polyplug.benchmarks;

import java.util.function.Consumer;

/**
 * A part of the short run. Each runs in a JVM of its own, some in several one after the
 * other, so that neither what was compiled for one nor how it was laid out decides the
 * figures of another.
 */
enum Section {

    ADD(3, CallSection::add),

    GREET(3, CallSection::greet),

    ADD_JNA(1, JnaSection::add),

    GREET_JNA(1, JnaSection::greet);

    private final int forks;

    private final Consumer<Report> body;

    Section(int forks, Consumer<Report> body) {
        this.forks = forks;
        this.body = body;
    }

    int forks() {
        return this.forks;
    }

    void run(Report report) {
        this.body.accept(report);
    }

}
