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
            contracts.crowds.forEach((each) -> {
                String size = String.format(Locale.ROOT, "%,d", each.size());
                each.costs().report(report, (measure) -> figure(size, measure), RESIDENT, HEAP);
            });
        }
    }

    private void turn(Crowded crowd) {
        Costs told = crowd.costs();
        try (PolyplugRuntime runtime = this.stage.runtime("ffm", (builder) -> {
        })) {
            told.loadAtRest(runtime, crowd.bundles(), crowd.size());
            told.reload(runtime, crowd.bundles().getFirst(), RELOADS_A_TURN);
            told.look(runtime, crowd.bundles().size());
            FirstOfCrowd first = runtime.contract(FirstOfCrowd.class);
            told.call(Variant.of("add", (i) -> first.add(i, 1L)));
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

}
