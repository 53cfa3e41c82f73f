package io.polyplug.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.SignaturePolicy;
import io.polyplug.signing.SigningKey;

/**
 * How long a reload takes, the private copy included: a library of 400 KiB, nothing else
 * running; without signatures and with them, in turn.
 */
final class ReloadSection {

    /** Until all that Java does for a reload is compiled. */
    private static final int WARM_UP = Effort.chosen().times(1000);

    private static final int RELOADS = Effort.chosen().times(501);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private ReloadSection() {
    }

    static void run(Report report) {
        SigningKey key = SigningKey.generate();
        try (Stage stage = new Stage(); PolyplugRuntime plain = stage.runtime("ffm", (builder) -> {
        });
                PolyplugRuntime strict = stage.runtime("ffm",
                        (builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED)
                            .trustedKey(key.verifyingKey().bytes()))) {
            List<Path> builds = List.of(signed(key, stage.bundle("large")), signed(key, stage.bundle("large-v2")));
            plain.loadBundle(builds.getLast());
            strict.loadBundle(builds.getLast());
            double[] without = new double[RELOADS];
            double[] with = new double[RELOADS];
            report.figure("reload: the first in a JVM, us", micros(plain, builds.getFirst()));
            for (int i = -WARM_UP; i < RELOADS; i++) {
                Path build = builds.get(i & 1);
                without[Math.max(0, i)] = micros(plain, build);
                with[Math.max(0, i)] = micros(strict, build);
            }
            report.figure("reload: no signature, us", median(without));
            report.figure("reload: no signature, the quickest, us", Arrays.stream(without).min().orElseThrow());
            report.figure("reload: signature required, us", median(with));
            report.figure("reload: signature required, the quickest, us", Arrays.stream(with).min().orElseThrow());
        }
    }

    private static Path signed(SigningKey key, Path bundle) {
        try {
            key.sign(bundle);
            return bundle;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static double micros(PolyplugRuntime runtime, Path build) {
        long start = System.nanoTime();
        runtime.reloadBundle(build);
        double micros = (System.nanoTime() - start) / 1e3;
        if (!runtime.awaitReclamation(LONGEST)) {
            throw new IllegalStateException("What was replaced is not reclaimed");
        }
        return micros;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

}
