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

    private static final int FIRST_CALLS = 10_000;

    private final Stage stage;

    private final Crowd crowd;

    private final Map<Integer, Turns> turns = new TreeMap<>();

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
            this.turns.computeIfAbsent(size, (key) -> new Turns()).add(turn(size));
        }
    }

    /** With few bundles, takes several runtimes one after the other for enough loads. */
    private Turn turn(int size) {
        Turn told = new Turn();
        List<Path> bundles = this.crowd.first(size);
        for (int loads = size; loads < LOADS_A_TURN; loads += size) {
            PolyplugRuntime runtime = runtime();
            told.costs.load(runtime, bundles);
            close(runtime, told);
        }
        PolyplugRuntime runtime = runtime();
        ProcessMemory before = told.costs.loadAtRest(runtime, bundles, size);
        callTwo(runtime);
        told.residentCalled.add((ProcessMemory.atRest().resident() - before.resident()) / 1024.0 / size);
        told.costs.reload(runtime, bundles.getFirst(), RELOADS_A_TURN);
        told.costs.look(runtime, size);
        told.costs.call(Variant.of("add", AddCalls.alone(runtime.contract(Measured.class))));
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

    private static void close(PolyplugRuntime runtime, Turn told) {
        long start = System.nanoTime();
        runtime.close();
        told.close.addMicrosSince(start);
    }

    private void report(Report report) {
        this.turns.forEach((size, each) -> each.report(String.format(Locale.ROOT, "%,d", size), report));
        Turns few = this.turns.get(FEW);
        Turns many = this.turns.get(MANY);
        if (few != null && many != null) {
            report.figure(RELOADS, many.reloads.least() / few.reloads.least());
            report.figure(RELOADS + ", median", many.all.costs.reloads().median() / few.all.costs.reloads().median());
            report.figure(LOADS, many.loads.least() / few.loads.least());
            report.figure(LOADS + ", median", many.all.costs.loads().median() / few.all.costs.loads().median());
        }
    }

    /** What was measured with one size in one turn, or in several. */
    private static final class Turn {

        private final Costs costs = new Costs();

        private final Samples residentCalled = new Samples();

        private final Samples close = new Samples();

        void add(Turn turn) {
            this.costs.add(turn.costs);
            this.residentCalled.add(turn.residentCalled);
            this.close.add(turn.close);
        }

    }

    /**
     * All turns with one size. When sizes are compared, the best turn counts: a turn is
     * short, and something else may run in all of it. Of its loads the last hundred
     * count, which take as long with every size and find the others there.
     */
    private static final class Turns {

        private final Turn all = new Turn();

        private final Samples loads = new Samples();

        private final Samples reloads = new Samples();

        void add(Turn turn) {
            this.all.add(turn);
            this.loads.add(turn.costs.loads().medianOfLast(LOADS_A_TURN));
            this.reloads.add(turn.costs.reloads().median());
        }

        void report(String size, Report report) {
            this.all.costs.report(report, (measure) -> figure(size, measure), RESIDENT, HEAP);
            report.figure(figure(size, RESIDENT_CALLED), this.all.residentCalled.median());
            report.figure(figure(size, CLOSE), this.all.close.median() / 1e3);
        }

    }

}
