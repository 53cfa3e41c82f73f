package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

import io.polyplug.PolyplugRuntime;

/**
 * What it costs that there are many bundles: 1, 10, 100 and 1,000 of them, in turns that
 * favour none. Then what it costs that there are many contracts, and many threads that
 * call.
 */
final class ScaleSection {

    /** The figure that compares reloads. */
    static final String RELOADS = "scale: reload with 1,000 / with 10";

    /** The figure that compares loads. */
    static final String LOADS = "scale: load each of 1,000 / of 10";

    static final String LOAD = "load of each, us";

    static final String RELOAD = "reload of one, us";

    static final String BUNDLES = "`bundles()`, us";

    static final String STATISTICS = "`statistics()`, us";

    static final String CALL = "call of `add`, ns";

    static final String CLOSE = "`close()`, ms";

    static final String RESIDENT = "growth of resident memory a bundle, KiB";

    /** Once two of the contracts were called. */
    static final String RESIDENT_CALLED = "the same once two contracts were called, KiB";

    static final String HEAP = "growth of the Java heap a bundle, KiB";

    /** How many bundles. */
    static final List<Integer> SIZES = List.of(1, 10, 100, 1000);

    private static final int FEW = 10;

    private static final int MANY = 1000;

    private static final List<Integer> MEASURED = (Effort.chosen() == Effort.SMOKE) ? List.of(1, FEW) : SIZES;

    private static final int WARM_UP_TURNS = Effort.chosen().times(5);

    private static final int ROUNDS = Effort.chosen().times(6);

    private static final int LOADS_A_TURN = Effort.chosen().times(100);

    private static final int RELOADS_A_TURN = Effort.chosen().times(200);

    private static final int LOOKS_A_TURN = Effort.chosen().times(100);

    private static final int SLICES_A_TURN = Effort.chosen().times(60);

    private static final int FIRST_CALLS = 10_000;

    private static final int CALLS_A_SLICE = 400_000;

    private final Stage stage;

    private final Crowd crowd;

    private final Map<Integer, Costs> costs = new TreeMap<>();

    private ScaleSection(Stage stage) throws IOException {
        this.stage = stage;
        this.crowd = Crowd.in(stage.folder("crowd"), MEASURED.getLast());
    }

    /** Returns the name of a figure. */
    static String figure(String size, String measure) {
        return "bundles: " + size + ", " + measure;
    }

    static void run(Report report) throws IOException, InterruptedException, ExecutionException {
        try (Stage stage = new Stage()) {
            ScaleSection section = new ScaleSection(stage);
            section.warmUp();
            for (int round = 0; round < ROUNDS; round++) {
                section.round((round & 1) == 0);
            }
            section.report(report);
        }
        ManyContracts.run(report);
        ManyThreads.run(report);
    }

    /** Goes on until the bundles' files are no new ones any more, either. */
    private void warmUp() {
        for (int turn = 0; turn < WARM_UP_TURNS || !this.crowd.isSettled(); turn++) {
            turn(FEW);
        }
    }

    /** Up to the largest size, or down from it. */
    private void round(boolean up) {
        for (int size : up ? MEASURED : MEASURED.reversed()) {
            this.costs.computeIfAbsent(size, (key) -> new Costs()).add(turn(size));
        }
    }

    /** With few bundles, takes several runtimes one after the other for enough loads. */
    private Costs turn(int size) {
        Costs told = new Costs();
        for (int loads = size; loads < LOADS_A_TURN; loads += size) {
            PolyplugRuntime runtime = runtime();
            load(runtime, size, told);
            close(runtime, told);
        }
        PolyplugRuntime runtime = runtime();
        ProcessMemory before = ProcessMemory.atRest();
        load(runtime, size, told);
        ProcessMemory after = ProcessMemory.atRest();
        told.resident.add((after.resident() - before.resident()) / 1024.0 / size);
        told.heap.add((after.heap() - before.heap()) / 1024.0 / size);
        callTwo(runtime);
        told.residentCalled.add((ProcessMemory.atRest().resident() - before.resident()) / 1024.0 / size);
        reload(runtime, told);
        look(runtime, size, told);
        call(runtime.contract(Measured.class), told);
        close(runtime, told);
        return told;
    }

    /** With one bundle there is one contract to call. */
    private void callTwo(PolyplugRuntime runtime) {
        Measured first = runtime.contract(Measured.class);
        Variant.of("first", (i) -> first.add(i, 1L)).nanos(FIRST_CALLS);
        if (runtime.bundles().size() > 1) {
            SecondMeasured second = runtime.contract(SecondMeasured.class);
            Variant.of("second", (i) -> second.add(i, 1L)).nanos(FIRST_CALLS);
        }
    }

    private PolyplugRuntime runtime() {
        return this.stage.runtime("ffm", (builder) -> {
        });
    }

    private void load(PolyplugRuntime runtime, int size, Costs told) {
        for (Path bundle : this.crowd.first(size)) {
            long start = System.nanoTime();
            runtime.loadBundle(bundle);
            told.load.addMicrosSince(start);
        }
    }

    private void reload(PolyplugRuntime runtime, Costs told) {
        Path bundle = this.crowd.first(1).getFirst();
        for (int i = 0; i < RELOADS_A_TURN; i++) {
            told.reload.reload(runtime, bundle);
        }
    }

    private static void look(PolyplugRuntime runtime, int size, Costs told) {
        for (int i = 0; i < LOOKS_A_TURN; i++) {
            long start = System.nanoTime();
            int bundles = runtime.bundles().size();
            told.bundles.addMicrosSince(start);
            start = System.nanoTime();
            int counted = runtime.statistics().bundles();
            told.statistics.addMicrosSince(start);
            if (bundles != size || counted != size) {
                throw new IllegalStateException(bundles + " and " + counted + " of " + size + " bundles are there");
            }
        }
    }

    private static void call(Measured measured, Costs told) {
        Variant add = Variant.of("add", AddCalls.alone(measured));
        for (int slice = 0; slice < SLICES_A_TURN; slice++) {
            told.call.add((double) add.nanos(CALLS_A_SLICE) / CALLS_A_SLICE);
        }
    }

    private static void close(PolyplugRuntime runtime, Costs told) {
        long start = System.nanoTime();
        runtime.close();
        told.close.addMicrosSince(start);
    }

    private void report(Report report) {
        this.costs.forEach((size, each) -> each.report(String.format(Locale.ROOT, "%,d", size), report));
        Costs few = this.costs.get(FEW);
        Costs many = this.costs.get(MANY);
        if (few != null && many != null) {
            report.figure(RELOADS, many.reloadTurns.least() / few.reloadTurns.least());
            report.figure(RELOADS + ", median", many.reload.returned().median() / few.reload.returned().median());
            report.figure(LOADS, many.loadTurns.least() / few.loadTurns.least());
            report.figure(LOADS + ", median", many.load.median() / few.load.median());
        }
    }

    /**
     * What was measured with one size. When sizes are compared, the best turn counts: a
     * turn is short, and something else may run in all of it. Of its loads the last
     * hundred count, which take as long with every size and find the others there.
     */
    private static final class Costs {

        private final Samples load = new Samples();

        private final ReloadTimes reload = new ReloadTimes("of one");

        private final Samples bundles = new Samples();

        private final Samples statistics = new Samples();

        private final Samples call = new Samples();

        private final Samples resident = new Samples();

        private final Samples residentCalled = new Samples();

        private final Samples heap = new Samples();

        private final Samples close = new Samples();

        private final Samples loadTurns = new Samples();

        private final Samples reloadTurns = new Samples();

        /** Takes those of a turn. */
        void add(Costs turn) {
            this.load.add(turn.load);
            this.reload.returned().add(turn.reload.returned());
            this.bundles.add(turn.bundles);
            this.statistics.add(turn.statistics);
            this.call.add(turn.call);
            this.resident.add(turn.resident);
            this.residentCalled.add(turn.residentCalled);
            this.heap.add(turn.heap);
            this.close.add(turn.close);
            this.loadTurns.add(turn.load.medianOfLast(LOADS_A_TURN));
            this.reloadTurns.add(turn.reload.returned().median());
        }

        void report(String size, Report report) {
            report.figure(figure(size, LOAD), this.load.median());
            report.figure(figure(size, RELOAD), this.reload.returned().median());
            report.figure(figure(size, BUNDLES), this.bundles.median());
            report.figure(figure(size, STATISTICS), this.statistics.median());
            report.figure(figure(size, CALL), this.call.least());
            report.figure(figure(size, RESIDENT), this.resident.median());
            report.figure(figure(size, RESIDENT_CALLED), this.residentCalled.median());
            report.figure(figure(size, HEAP), this.heap.median());
            report.figure(figure(size, CLOSE), this.close.median() / 1e3);
        }

    }

}
