package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.polyplug.EngineSettings;
import io.polyplug.PolyplugRuntime;
import io.polyplug.benchmarks.UpstreamBuild.UnavailableException;

/**
 * Bundles that are scripts: reloads, calls of several threads with as many machines, and
 * calls beside upstream's own host, which has one thread.
 */
final class ScriptsSection {

    private static final List<Integer> COUNTS = List.of(1, 2, 4);

    private static final int ROUNDS = Effort.chosen().times(150);

    private static final int CROWD_ROUNDS = Effort.chosen().times(15);

    /** All threads together. */
    private static final int CALLS = Effort.chosen().times(400_000);

    private static final int WARM_UP = Effort.chosen().times(500);

    private static final int RELOADS = Effort.chosen().times(301);

    private final Report report;

    private final UpstreamBuild build = new UpstreamBuild();

    private final Map<Script, Path> engines = new EnumMap<>(Script.class);

    private ScriptsSection(Report report) {
        this.report = report;
    }

    static void run(Report report) throws IOException, InterruptedException, ExecutionException {
        new ScriptsSection(report).run();
    }

    private void run() throws IOException, InterruptedException, ExecutionException {
        try {
            for (Script script : Script.values()) {
                this.engines.put(script, this.build.engine(script));
            }
        }
        catch (UnavailableException ex) {
            this.report.note("Scripts were not measured: " + ex.getMessage() + ".");
            return;
        }
        boolean beside = Effort.chosen() == Effort.WHOLE && hasUpstream();
        try (Stage stage = new Stage()) {
            for (Script script : Script.values()) {
                List<Path> bundles = List.of(bundle(stage, script, "one"), bundle(stage, script, "other"));
                if (beside) {
                    calls(stage, script, bundles.getFirst());
                }
                crowds(stage, script, bundles.getFirst());
                reloads(stage, script, bundles);
            }
        }
    }

    /** It takes cargo minutes to make it, with two engines from their sources. */
    private boolean hasUpstream() throws IOException, InterruptedException {
        try {
            this.build.make("scripts");
            return true;
        }
        catch (UnavailableException ex) {
            this.report.note("Scripts were not measured beside upstream's host: " + ex.getMessage() + ".");
            return false;
        }
    }

    private Path bundle(Stage stage, Script script, String name) throws IOException {
        Path bundle = this.build.bundle(script, stage.folder(script.key() + '-' + name));
        String comment = ((script == Script.LUA) ? "-- " : "// ") + name + '\n';
        Files.writeString(bundle.resolve(script.file()), comment + Files.readString(bundle.resolve(script.file())));
        return bundle;
    }

    private PolyplugRuntime runtime(Stage stage, Script script, int instances) {
        EngineSettings settings = EngineSettings.of(this.engines.get(script)).withInstances(instances);
        return stage.runtime("ffm", (builder) -> builder.engine(script.loader(), settings));
    }

    private void calls(Stage stage, Script script, Path bundle) throws IOException {
        try (UpstreamHost upstream = new UpstreamHost(this.build.hostProgram(), bundle);
                PolyplugRuntime runtime = runtime(stage, script, 1)) {
            runtime.loadBundle(bundle);
            UpstreamCalls calls = runtime.contract(UpstreamCalls.class);
            Call add = (i) -> calls.add(i, 1L);
            Call greet = (i) -> GreetCalls.checksum(calls.greet(GreetCalls.name(i)));
            slices(script.label() + " add", add, upstream.calling("add"));
            slices(script.label() + " greet", greet, upstream.calling("greet"));
        }
    }

    private void slices(String what, Call proxy, Variant upstream) {
        this.report.slices(what,
                new PairedSlices(List.of(Variant.of(Way.PROXY.label(), proxy), upstream)).measure(ROUNDS));
    }

    private void crowds(Stage stage, Script script, Path bundle)
            throws IOException, InterruptedException, ExecutionException {
        List<PolyplugRuntime> runtimes = new ArrayList<>();
        List<Variant> variants = new ArrayList<>();
        List<Samples> nanos = new ArrayList<>();
        for (int count : COUNTS) {
            PolyplugRuntime runtime = runtime(stage, script, count);
            runtimes.add(runtime);
            runtime.loadBundle(bundle);
            UpstreamCalls calls = runtime.contract(UpstreamCalls.class);
            variants.add(Variant.of("add", (i) -> calls.add(i, 1L)));
            nanos.add(new Samples());
        }
        for (int round = 0; round < CROWD_ROUNDS; round++) {
            for (int each = 0; each < COUNTS.size(); each++) {
                nanos.get(each)
                    .add((double) ManyThreads.nanos(variants.get(each), Thread.ofPlatform().factory(), COUNTS.get(each),
                            CALLS) / CALLS);
            }
        }
        for (int each = 0; each < COUNTS.size(); each++) {
            String name = script.label() + ": add by " + COUNTS.get(each) + " callers of as many instances";
            this.report.count(name + ", calls a second", Math.round(1e9 / nanos.get(each).least()));
            if (each > 0) {
                this.report.figure(name + " / by one", nanos.get(0).least() / nanos.get(each).least());
                this.report.figure(name + " / by one, median", nanos.get(0).medianRatioTo(nanos.get(each)));
            }
        }
        runtimes.forEach(PolyplugRuntime::close);
    }

    private void reloads(Stage stage, Script script, List<Path> bundles) {
        try (PolyplugRuntime runtime = runtime(stage, script, 1)) {
            runtime.loadBundle(bundles.getFirst());
            ReloadTimes warmUp = new ReloadTimes("warm-up");
            ReloadTimes times = new ReloadTimes(script.label());
            for (int i = 1; i <= WARM_UP + RELOADS; i++) {
                ((i <= WARM_UP) ? warmUp : times).reload(runtime, bundles.get(i % 2));
            }
            times.report(this.report);
        }
    }

}
