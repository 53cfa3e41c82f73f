package io.polyplug.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * A part of the short run. Each runs in a JVM of its own, some in several one after the
 * other, so that neither what was compiled for one nor how it was laid out decides the
 * figures of another.
 */
enum Section {

    ADD(3), COUNTERS(9), GREET(3), MID(1), MIRROR(1), ADD_JNA(3), ADD_JNA_17(3), GREET_JNA(1), MID_JNA(1),
    MIRROR_JNA(1), RUNTIME(1), TWO_THREADS(1), RELOAD(1), LATENCY(1), START_UP(5), VIRTUAL_THREADS(1), SCALE(1),
    ROLLOUT(3), PEERS(1), SCRIPTS(1), UPSTREAM(1);

    private final int forks;

    Section(int forks) {
        this.forks = forks;
    }

    /** Returns the section of that name. */
    static Section of(String key) {
        return Arrays.stream(values())
            .filter((section) -> section.key().equals(key))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("There is no section '" + key + "'. There are "
                    + Arrays.stream(values()).map(Section::key).toList()));
    }

    /** Returns how commands name it. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int forks() {
        return this.forks;
    }

    void run(Report report) throws Exception {
        switch (this) {
            case ADD -> new CallSection(Operation.ADD, Way.PROXY, Way.RAW, Way.CONFINED, Way.JNI, Way.JAVA).run(report);
            case COUNTERS -> CountersSection.run(report);
            case GREET -> onFfm(Operation.GREET).run(report);
            case MID -> onFfm(Operation.MID).run(report);
            case MIRROR -> onFfm(Operation.MIRROR).run(report);
            case ADD_JNA -> onJna(Operation.ADD).run(report);
            case ADD_JNA_17 -> Java17Section.run(report);
            case GREET_JNA -> onJna(Operation.GREET).run(report);
            case MID_JNA -> onJna(Operation.MID).run(report);
            case MIRROR_JNA -> onJna(Operation.MIRROR).run(report);
            case RUNTIME -> RuntimeSection.run(report);
            case TWO_THREADS -> TwoThreadsSection.run(report);
            case RELOAD -> ReloadSection.run(report);
            case LATENCY -> LatencySection.run(report);
            case START_UP -> StartUpSection.run(report);
            case VIRTUAL_THREADS -> VirtualThreadSection.run(report);
            case SCALE -> ScaleSection.run(report);
            case ROLLOUT -> RolloutSection.run(report);
            case PEERS -> PeersSection.run(report);
            case SCRIPTS -> ScriptsSection.run(report);
            case UPSTREAM -> UpstreamSection.run(report);
        }
    }

    private static CallSection onFfm(Operation operation) {
        return new CallSection(operation, Way.PROXY, Way.RAW, Way.JNI, Way.JAVA);
    }

    /** Backends do not meet in one JVM: no application has both. */
    private static CallSection onJna(Operation operation) {
        return new CallSection(operation, Way.PROXY_JNA, Way.JNA);
    }

}
