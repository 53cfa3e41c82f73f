package io.polyplug.benchmarks;

import java.util.List;

import io.polyplug.PolyplugRuntime;

/** Calls of one kind, by all ways, on backend {@code ffm}. */
final class CallSection {

    private static final int ROUNDS = 150;

    private static final String PROXY = "proxy";

    private CallSection() {
    }

    static void add(Report report) {
        try (Stage stage = new Stage(); PolyplugRuntime runtime = stage.runtime("ffm")) {
            JniCalls.load(stage.jniLibrary());
            RawHost raw = RawHost.start(stage.library("raw"));
            measure(report, "add",
                    List.of(new AddCalls.Proxy(PROXY, runtime.contract(Measured.class)), new AddCalls.Raw(raw),
                            new AddCalls.Confined(raw), new AddCalls.Jni(), new AddCalls.Ffi(raw),
                            new AddCalls.Plain()));
        }
    }

    static void greet(Report report) {
        try (Stage stage = new Stage(); PolyplugRuntime runtime = stage.runtime("ffm")) {
            JniCalls.load(stage.jniLibrary());
            RawHost raw = RawHost.start(stage.library("raw"));
            RawHost ffi = new RawHost(stage.library("ffi"), FfiClosure.address());
            measure(report, "greet", List.of(new GreetCalls.Proxy(PROXY, runtime.contract(Measured.class)),
                    new GreetCalls.Raw(raw), new GreetCalls.Jni(), new GreetCalls.Ffi(ffi), new GreetCalls.Plain()));
        }
    }

    private static void measure(Report report, String row, List<Variant> variants) {
        PairedSlices.Slices slices = new PairedSlices(variants).measure(ROUNDS);
        for (Variant variant : variants) {
            report.best(row, variant.name(), slices);
        }
        report.ratio(row, PROXY, "raw FFM", slices);
        report.ratio(row, PROXY, "JNI", slices);
        variants.forEach(Variant::close);
    }

}
