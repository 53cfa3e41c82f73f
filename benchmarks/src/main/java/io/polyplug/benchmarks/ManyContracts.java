package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.polyplug.PolyplugRuntime;

/**
 * What it costs that there are many contracts: 1, 100 and 10,000 of them in one runtime,
 * the most by a hundred bundles with a hundred each, in turns that favour none.
 */
final class ManyContracts {

    /** How many contracts. */
    static final List<Integer> SIZES = List.of(1, 100, 10_000);

    /** What resident memory each contract takes. */
    static final String RESIDENT = "growth of resident memory a contract, KiB";

    /** What Java heap each contract takes. */
    static final String HEAP = "growth of the Java heap a contract, KiB";

    private static final int MOST_EACH = 100;

    private static final int ROUNDS = Effort.chosen().times(5);

    private static final int RELOADS_A_TURN = Effort.chosen().times(100);

    private static final int LOOKS_A_TURN = Effort.chosen().times(100);

    private static final int SLICES_A_TURN = Effort.chosen().times(60);

    private static final int CALLS_A_SLICE = 400_000;

    private final Stage stage;

    private final List<Crowded> crowds = new ArrayList<>();

    private ManyContracts(Stage stage) throws IOException {
        this.stage = stage;
        for (int size : SIZES) {
            int bundles = Math.max(1, size / MOST_EACH);
            this.crowds.add(new Crowded(size,
                    ContractCrowd.in(stage.folder("contracts-" + size), bundles, size / bundles), new Costs()));
        }
    }

    /** Returns the name of a figure. */
    static String figure(String size, String measure) {
        return "contracts: " + size + ", " + measure;
    }

    static void run(Report report) throws IOException {
        try (Stage stage = new Stage()) {
            ManyContracts contracts = new ManyContracts(stage);
            contracts.turn(contracts.crowds.get(1).unmeasured());
            for (int round = 0; round < ROUNDS; round++) {
                List<Crowded> turns = contracts.crowds;
                ((round % 2 == 0) ? turns : turns.reversed()).forEach(contracts::turn);
            }
            contracts.crowds
                .forEach((each) -> each.costs().report(String.format(Locale.ROOT, "%,d", each.size()), report));
        }
    }

    private void turn(Crowded crowd) {
        Costs told = crowd.costs();
        try (PolyplugRuntime runtime = this.stage.runtime("ffm", (builder) -> {
        })) {
            ProcessMemory before = ProcessMemory.atRest();
            for (Path bundle : crowd.bundles()) {
                long start = System.nanoTime();
                runtime.loadBundle(bundle);
                told.load.addMicrosSince(start);
            }
            ProcessMemory after = ProcessMemory.atRest();
            told.resident.add((after.resident() - before.resident()) / 1024.0 / crowd.size());
            told.heap.add((after.heap() - before.heap()) / 1024.0 / crowd.size());
            for (int i = 0; i < RELOADS_A_TURN; i++) {
                told.reload.reload(runtime, crowd.bundles().getFirst());
            }
            look(runtime, crowd.bundles().size(), told);
            FirstOfCrowd first = runtime.contract(FirstOfCrowd.class);
            Variant add = Variant.of("add", (i) -> first.add(i, 1L));
            for (int slice = 0; slice < SLICES_A_TURN; slice++) {
                told.call.add((double) add.nanos(CALLS_A_SLICE) / CALLS_A_SLICE);
            }
        }
    }

    private static void look(PolyplugRuntime runtime, int bundles, Costs told) {
        for (int i = 0; i < LOOKS_A_TURN; i++) {
            long start = System.nanoTime();
            int listed = runtime.bundles().size();
            told.bundles.addMicrosSince(start);
            start = System.nanoTime();
            int counted = runtime.statistics().bundles();
            told.statistics.addMicrosSince(start);
            if (listed != bundles || counted != bundles) {
                throw new IllegalStateException(listed + " and " + counted + " of " + bundles + " bundles are there");
            }
        }
    }

    /**
     * Contracts that are in one runtime.
     *
     * @param size how many
     * @param bundles that have them
     * @param costs what was measured with them
     */
    private record Crowded(int size, List<Path> bundles, Costs costs) {

        Crowded unmeasured() {
            return new Crowded(this.size, this.bundles, new Costs());
        }

    }

    /** What was measured with one size. */
    private static final class Costs {

        private final Samples load = new Samples();

        private final ReloadTimes reload = new ReloadTimes("of one");

        private final Samples bundles = new Samples();

        private final Samples statistics = new Samples();

        private final Samples call = new Samples();

        private final Samples resident = new Samples();

        private final Samples heap = new Samples();

        void report(String size, Report report) {
            report.figure(figure(size, ScaleSection.LOAD), this.load.median());
            report.figure(figure(size, ScaleSection.RELOAD), this.reload.returned().median());
            report.figure(figure(size, ScaleSection.BUNDLES), this.bundles.median());
            report.figure(figure(size, ScaleSection.STATISTICS), this.statistics.median());
            report.figure(figure(size, ScaleSection.CALL), this.call.least());
            report.figure(figure(size, RESIDENT), this.resident.median());
            report.figure(figure(size, HEAP), this.heap.median());
        }

    }

}
