package io.polyplug.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.rollout.RolloutSettings;

/**
 * What a call costs that two generations share, by the candidate's weight, and one whose
 * rollout is over, beside one of a bundle that never had one; in one JVM, each with a
 * runtime and a proxy of its own. Whoever comes first in a JVM is quicker than the same
 * later on, so the first one is not measured.
 */
final class RolloutSection {

    private static final int ROUNDS = Effort.chosen().times(150);

    private static final String NOT_MEASURED = "not measured";

    private static final String WITHOUT = "without a rollout";

    private static final String AFTER = "after a rollout";

    private static final int HALF = RolloutSettings.FULL_WEIGHT / 2;

    private static final int[] WEIGHTS = { 1, 50, HALF, 999 };

    private RolloutSection() {
    }

    static void run(Report report) {
        List<Hosts> hosts = new ArrayList<>();
        try {
            List<Variant> variants = new ArrayList<>();
            variants.add(Variant.of(NOT_MEASURED, opened(hosts)));
            variants.add(Variant.of(WITHOUT, opened(hosts)));
            variants.add(ended(hosts));
            for (int weight : WEIGHTS) {
                Call call = opened(hosts);
                begin(hosts.getLast(), weight);
                variants.add(Variant.of(canary(weight), call));
            }
            report(report, new PairedSlices(variants).measure(ROUNDS));
        }
        finally {
            hosts.forEach(Hosts::close);
        }
    }

    private static Call opened(List<Hosts> hosts) {
        Hosts opened = new Hosts();
        hosts.add(opened);
        return AddCalls.alone(opened.measured(Way.PROXY));
    }

    private static void begin(Hosts hosts, int weight) {
        PolyplugRuntime runtime = hosts.runtime(Way.PROXY);
        runtime.canaryBundle(runtime.bundles().getFirst().name(), RolloutSettings.canary(weight));
    }

    /** The rollout ends when its calls have been compiled. */
    private static Variant ended(List<Hosts> hosts) {
        Call call = opened(hosts);
        begin(hosts.getLast(), HALF);
        Variant after = Variant.of(AFTER, call);
        new PairedSlices(List.of(after)).measure(1);
        PolyplugRuntime runtime = hosts.getLast().runtime(Way.PROXY);
        runtime.abandonBundle(runtime.bundles().getFirst().name());
        return after;
    }

    private static String canary(int weight) {
        return "canary at " + weight;
    }

    private static void report(Report report, PairedSlices.Slices slices) {
        slices.names()
            .stream()
            .filter((name) -> !name.equals(NOT_MEASURED))
            .forEach((name) -> report.figure("rollout: " + name + ", ns", slices.best(name)));
        for (int weight : WEIGHTS) {
            more(report, canary(weight), slices);
        }
        more(report, AFTER, slices);
        report.ratio("rollout", canary(HALF), WITHOUT, slices);
    }

    private static void more(Report report, String name, PairedSlices.Slices slices) {
        report.figure("rollout: " + name + ", ns more", slices.best(name) - slices.best(WITHOUT));
    }

}
