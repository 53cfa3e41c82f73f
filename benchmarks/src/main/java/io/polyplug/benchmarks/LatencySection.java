package io.polyplug.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.polyplug.PolyplugRuntime;

/**
 * How long single calls take while the bundle is reloaded without a pause, and while it
 * is not, in turn. Every answer is checked.
 */
final class LatencySection {

    private static final int CALLERS = 4;

    private static final int TURNS = Effort.chosen().times(5);

    private static final long PHASE_NANOS = Effort.chosen().nanos(Duration.ofSeconds(2).toNanos());

    private final PolyplugRuntime runtime;

    private final Measured measured;

    private LatencySection(PolyplugRuntime runtime) {
        this.runtime = runtime;
        this.measured = runtime.contract(Measured.class);
    }

    static void run(Report report) throws InterruptedException, ExecutionException {
        try (Hosts hosts = new Hosts(); ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            LatencySection section = new LatencySection(hosts.runtime(Way.PROXY));
            section.phase(callers, true);
            Outcome idle = new Outcome();
            Outcome storm = new Outcome();
            for (int turn = 0; turn < TURNS; turn++) {
                idle.add(section.phase(callers, false));
                storm.add(section.phase(callers, true));
            }
            report(report, idle, storm);
        }
    }

    private static void report(Report report, Outcome idle, Outcome storm) {
        for (double percent : new double[] { 50, 99, 99.9 }) {
            report.count("latency: idle, p" + percent + ", ns", idle.latencies.percentile(percent));
            report.count("latency: reloads, p" + percent + ", ns", storm.latencies.percentile(percent));
        }
        report.figure("latency: p99.9 reloads / idle",
                (double) storm.latencies.percentile(99.9) / idle.latencies.percentile(99.9));
        report.count("latency: reloads", storm.reloads);
        report.count("latency: calls during reloads", storm.latencies.total());
        report.count("latency: failed calls", idle.failures + storm.failures);
    }

    private Outcome phase(ExecutorService callers, boolean reloads) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + PHASE_NANOS;
        List<Future<Outcome>> futures = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            Callable<Outcome> task = () -> call(end);
            futures.add(callers.submit(task));
        }
        Outcome outcome = new Outcome();
        while (reloads && System.nanoTime() < end) {
            this.runtime.reloadBundle("measured");
            outcome.reloads++;
        }
        for (Future<Outcome> future : futures) {
            outcome.add(future.get());
        }
        return outcome;
    }

    private Outcome call(long end) {
        Outcome outcome = new Outcome();
        long before = System.nanoTime();
        for (int i = 0; before < end; i++) {
            if (!isRight(i)) {
                outcome.failures++;
            }
            long after = System.nanoTime();
            outcome.latencies.record(after - before);
            before = after;
        }
        return outcome;
    }

    /** Every eighth call passes text. */
    private boolean isRight(int i) {
        try {
            return ((i & 7) != 0) ? this.measured.add(i, 1L) == i + 1L
                    : this.measured.greet("world").equals("hello world");
        }
        catch (RuntimeException ex) {
            return false;
        }
    }

    /** What one thread, or all, have seen. */
    private static final class Outcome {

        private final Histogram latencies = new Histogram();

        private long failures;

        private long reloads;

        void add(Outcome other) {
            this.latencies.add(other.latencies);
            this.failures += other.failures;
            this.reloads += other.reloads;
        }

    }

}
