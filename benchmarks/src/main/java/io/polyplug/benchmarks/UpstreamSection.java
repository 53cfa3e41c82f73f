package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.benchmarks.UpstreamBuild.UnavailableException;

/**
 * The same bundle, made with upstream's tools, called through a proxy, raw, and by
 * upstream's own host with its generated caller.
 */
final class UpstreamSection {

    private static final int ROUNDS = Effort.chosen().times(150);

    private static final String RAW = "raw FFM";

    private static final String UPSTREAM = "upstream's host";

    private UpstreamSection() {
    }

    static void run(Report report) throws IOException, InterruptedException {
        UpstreamBuild build = new UpstreamBuild();
        try {
            build.make();
        }
        catch (UnavailableException ex) {
            report.note("Upstream's host was not measured: " + ex.getMessage() + ".");
            return;
        }
        try (Stage stage = new Stage()) {
            Path bundle = build.bundle(stage.folder("upstream"));
            try (UpstreamHost upstream = new UpstreamHost(build.hostProgram(), bundle);
                    PolyplugRuntime runtime = stage.runtime("ffm", (builder) -> {
                    })) {
                runtime.loadBundle(bundle);
                measure(report, runtime.contract(UpstreamCalls.class), new RawHost(bundle.resolve("libbundle.so")),
                        upstream);
            }
        }
    }

    private static void measure(Report report, UpstreamCalls calls, RawHost raw, UpstreamHost upstream) {
        Call add = (i) -> calls.add(i, 1L);
        Call greet = (i) -> GreetCalls.checksum(calls.greet(GreetCalls.name(i)));
        report("Rust add", report, List.of(Variant.of(Way.PROXY.label(), add),
                Variant.of(RAW, AddCalls.raw(new Bound(raw.function(0)))), upstream.calling("add")));
        report("Rust greet", report, List.of(Variant.of(Way.PROXY.label(), greet),
                Variant.of(RAW, GreetCalls.raw(new Bound(raw.function(1)))), upstream.calling("greet")));
    }

    private static void report(String what, Report report, List<Variant> variants) {
        PairedSlices.Slices slices = new PairedSlices(variants).measure(ROUNDS);
        report.slices(what, slices);
        report.ratio(what, RAW, UPSTREAM, slices);
    }

}
