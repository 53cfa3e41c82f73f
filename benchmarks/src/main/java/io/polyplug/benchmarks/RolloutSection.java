package io.polyplug.benchmarks;

import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.rollout.RolloutSettings;

/**
 * What a call costs that two generations share half and half, beside one of a bundle
 * without a rollout, in one JVM and one machine code: each proxy has its own.
 */
final class RolloutSection {

    private static final int ROUNDS = Effort.chosen().times(150);

    private static final String WITHOUT = "without a rollout";

    private static final String CANARY = "canary at 500";

    private RolloutSection() {
    }

    static void run(Report report) {
        try (Hosts plain = new Hosts(); Hosts shared = new Hosts()) {
            PolyplugRuntime runtime = shared.runtime(Way.PROXY);
            runtime.canaryBundle(runtime.bundles().getFirst().name(),
                    RolloutSettings.canary(RolloutSettings.FULL_WEIGHT / 2));
            Variant without = Variant.of(WITHOUT, AddCalls.alone(plain.measured(Way.PROXY)));
            Variant canary = Variant.of(CANARY, AddCalls.alone(shared.measured(Way.PROXY)));
            PairedSlices.Slices slices = new PairedSlices(List.of(without, canary)).measure(ROUNDS);
            report.best("rollout", slices);
            report.figure("rollout: " + CANARY + ", ns more", slices.best(CANARY) - slices.best(WITHOUT));
            report.ratio("rollout", CANARY, WITHOUT, slices);
        }
    }

}
