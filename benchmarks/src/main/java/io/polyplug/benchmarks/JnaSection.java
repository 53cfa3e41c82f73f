package io.polyplug.benchmarks;

import java.util.List;

import io.polyplug.PolyplugRuntime;

/** Calls through backend {@code jna}, beside bare {@code ffi_call}. */
final class JnaSection {

    private static final int ROUNDS = 150;

    private static final String PROXY = "proxy JNA";

    private JnaSection() {
    }

    static void add(Report report) {
        try (Stage stage = new Stage(); PolyplugRuntime runtime = stage.runtime("jna")) {
            RawHost host = new RawHost(stage.library("ffi"), FfiClosure.address());
            measure(report, "add",
                    List.of(new AddCalls.Proxy(PROXY, runtime.contract(Measured.class)), new AddCalls.Ffi(host)));
        }
    }

    static void greet(Report report) {
        try (Stage stage = new Stage(); PolyplugRuntime runtime = stage.runtime("jna")) {
            RawHost host = new RawHost(stage.library("ffi"), FfiClosure.address());
            measure(report, "greet",
                    List.of(new GreetCalls.Proxy(PROXY, runtime.contract(Measured.class)), new GreetCalls.Ffi(host)));
        }
    }

    private static void measure(Report report, String row, List<Variant> variants) {
        PairedSlices.Slices slices = new PairedSlices(variants).measure(ROUNDS);
        report.best(row, PROXY, slices);
        report.ratio(row, PROXY, "bare JNA", slices);
    }

}
