package io.polyplug.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import io.polyplug.PolyplugRuntime;

/**
 * What was measured while so many things were in a runtime. Belongs to one thread.
 */
final class Costs {

    static final String LOAD = "load of each, us";

    static final String RELOAD = "reload of one, us";

    static final String BUNDLES = "`bundles()`, us";

    static final String STATISTICS = "`statistics()`, us";

    static final String CALL = "call of `add`, ns";

    private static final int LOOKS = Effort.chosen().times(100);

    private static final int SLICES = Effort.chosen().times(60);

    private static final int CALLS_A_SLICE = 400_000;

    private final Samples load = new Samples();

    private final ReloadTimes reload = new ReloadTimes("of one");

    private final Samples bundles = new Samples();

    private final Samples statistics = new Samples();

    private final Samples call = new Samples();

    private final Samples resident = new Samples();

    private final Samples heap = new Samples();

    void load(PolyplugRuntime runtime, List<Path> folders) {
        for (Path folder : folders) {
            long start = System.nanoTime();
            runtime.loadBundle(folder);
            this.load.addMicrosSince(start);
        }
    }

    /**
     * Loads, and takes by how much the memory has grown for each thing.
     * @param things how many came
     * @return the memory before
     */
    ProcessMemory loadAtRest(PolyplugRuntime runtime, List<Path> folders, int things) {
        ProcessMemory before = ProcessMemory.atRest();
        load(runtime, folders);
        ProcessMemory after = ProcessMemory.atRest();
        this.resident.add((after.resident() - before.resident()) / 1024.0 / things);
        this.heap.add((after.heap() - before.heap()) / 1024.0 / things);
        return before;
    }

    void reload(PolyplugRuntime runtime, Path folder, int times) {
        for (int i = 0; i < times; i++) {
            this.reload.reload(runtime, folder);
        }
    }

    /** Looks at the runtime, in which there are so many bundles. */
    void look(PolyplugRuntime runtime, int present) {
        for (int i = 0; i < LOOKS; i++) {
            long start = System.nanoTime();
            int listed = runtime.bundles().size();
            this.bundles.addMicrosSince(start);
            start = System.nanoTime();
            int counted = runtime.statistics().bundles();
            this.statistics.addMicrosSince(start);
            if (listed != present || counted != present) {
                throw new IllegalStateException(listed + " and " + counted + " of " + present + " bundles are there");
            }
        }
    }

    void call(Variant add) {
        for (int slice = 0; slice < SLICES; slice++) {
            this.call.add((double) add.nanos(CALLS_A_SLICE) / CALLS_A_SLICE);
        }
    }

    Samples loads() {
        return this.load;
    }

    Samples reloads() {
        return this.reload.returned();
    }

    /** Takes those of a turn. */
    void add(Costs turn) {
        this.load.add(turn.load);
        reloads().add(turn.reloads());
        this.bundles.add(turn.bundles);
        this.statistics.add(turn.statistics);
        this.call.add(turn.call);
        this.resident.add(turn.resident);
        this.heap.add(turn.heap);
    }

    /**
     * Tells the figures.
     * @param figure makes the name of a figure from what was measured
     * @param resident what resident memory each thing takes
     * @param heap what Java heap each thing takes
     */
    void report(Report report, UnaryOperator<String> figure, String resident, String heap) {
        report.figure(figure.apply(LOAD), this.load.median());
        report.figure(figure.apply(RELOAD), reloads().median());
        report.figure(figure.apply(BUNDLES), this.bundles.median());
        report.figure(figure.apply(STATISTICS), this.statistics.median());
        report.figure(figure.apply(CALL), this.call.least());
        report.figure(figure.apply(resident), this.resident.median());
        report.figure(figure.apply(heap), this.heap.median());
    }

}
