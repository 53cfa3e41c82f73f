package io.polyplug.benchmarks;

/**
 * A part of the short run. Each runs in a JVM of its own, some in several one after the
 * other, so that neither what was compiled for one nor how it was laid out decides the
 * figures of another.
 */
enum Section {

    ADD(3), GREET(3), ADD_JNA(1), GREET_JNA(1);

    private final int forks;

    Section(int forks) {
        this.forks = forks;
    }

    int forks() {
        return this.forks;
    }

    void run(Report report) {
        switch (this) {
            case ADD -> CallSection.add(report);
            case GREET -> CallSection.greet(report);
            case ADD_JNA -> JnaSection.add(report);
            case GREET_JNA -> JnaSection.greet(report);
        }
    }

}
