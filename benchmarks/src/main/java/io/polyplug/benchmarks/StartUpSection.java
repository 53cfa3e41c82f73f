package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.PolyplugRuntime;

/** What a JVM does for the first time: a runtime, thirty bundles, a call, a reload. */
final class StartUpSection {

    private static final int BUNDLES = 30;

    private StartUpSection() {
    }

    static void run(Report report) throws IOException {
        try (Stage stage = new Stage()) {
            List<Path> bundles = Crowd.in(stage.folder("crowd"), BUNDLES).first(BUNDLES);
            long start = System.nanoTime();
            try (PolyplugRuntime runtime = stage.runtime("ffm", (builder) -> {
            })) {
                report.figure("start-up: the runtime is built after, ms", millisSince(start));
                bundles.forEach(runtime::loadBundle);
                report.figure("start-up: " + BUNDLES + " bundles are loaded after, ms", millisSince(start));
                start = System.nanoTime();
                if (runtime.contract(Measured.class).add(1, 2) != 3) {
                    throw new IllegalStateException("A wrong sum");
                }
                report.figure("start-up: the first proxy and call, ms", millisSince(start));
                start = System.nanoTime();
                runtime.reloadBundle(bundles.getFirst());
                report.figure("start-up: the first reload, ms", millisSince(start));
            }
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

}
