package io.polyplug.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.polyplug.benchmarks.peers.Calculator;
import io.polyplug.benchmarks.peers.Peer;
import io.polyplug.benchmarks.peers.PeerKind;
import io.polyplug.benchmarks.peers.Version;

/**
 * Main class of one peer's process: what a call costs, then what happens when the version
 * is replaced without a pause while two threads call.
 */
public final class PeerRun {

    /** How figures begin. */
    static final String PREFIX = "peers: ";

    /** How long a replacement takes. */
    static final String REPLACEMENT = "replacement, ms";

    /** How many calls failed, of those that were made meanwhile. */
    static final String FAILED = "failed calls";

    /** What a call of {@code add} costs. */
    static final String ADD = "`add`, ns";

    /** What a call of {@code greet} costs. */
    static final String GREET = "`greet`, ns";

    /** What memory it takes. */
    static final String MEMORY = "memory, MiB";

    private static final String SLOWEST = "the slowest of a hundred, ms";

    private static final String REPLACEMENTS = "replacements";

    private static final String CALLS = "calls meanwhile";

    private static final String LEFT = "left by each replacement, KiB";

    /** All of it. */
    static final List<String> MEASURES = List.of(REPLACEMENT, SLOWEST, REPLACEMENTS, CALLS, FAILED, ADD, GREET, MEMORY,
            LEFT);

    private static final int ROUNDS = Effort.chosen().times(100);

    private static final long WARM_UP_NANOS = Effort.chosen().nanos(Duration.ofSeconds(3).toNanos());

    private static final long STORM_NANOS = Effort.chosen().nanos(Duration.ofSeconds(6).toNanos());

    private static final double MEBIBYTE = 1 << 20;

    /** Every so manyth call passes text. */
    private static final int GREETING = 8;

    private static final String NAME = "world";

    private final Peer peer;

    private Version version = Version.HELLO;

    private PeerRun(Peer peer) {
        this.peer = peer;
    }

    /**
     * Runs.
     * @param arguments the name of the {@link PeerKind}
     * @throws Exception if something else fails than a call
     */
    public static void main(String[] arguments) throws Exception {
        PeerKind kind = PeerKind.valueOf(arguments[0]);
        Report report = new Report();
        ProcessMemory before = ProcessMemory.atRest();
        try (Stage stage = new Stage(); Peer peer = kind.open(stage.folder("peer"))) {
            PeerRun run = new PeerRun(peer);
            String prefix = PREFIX + kind.label() + ", ";
            run.calls(report, prefix);
            report.figure(prefix + MEMORY, grown(before, ProcessMemory.atRest()));
            run.storm(WARM_UP_NANOS);
            ProcessMemory warm = ProcessMemory.atRest();
            Outcome outcome = run.storm(STORM_NANOS);
            outcome.report(report, prefix);
            report.figure(prefix + LEFT, grown(warm, ProcessMemory.atRest()) * 1024 / outcome.replacements.count());
        }
    }

    private static double grown(ProcessMemory before, ProcessMemory after) {
        return (after.resident() - before.resident() + after.heap() - before.heap()) / MEBIBYTE;
    }

    private void calls(Report report, String prefix) {
        Calculator calculator = this.peer.caller(Peer.CALLERS - 1);
        PairedSlices measurement = new PairedSlices(List.of(Variant.of("add", (i) -> calculator.add(i, 1L)),
                Variant.of("greet", (i) -> calculator.greet(NAME).length())));
        measurement.measure(ROUNDS);
        PairedSlices.Slices slices = measurement.measure(ROUNDS);
        report.figure(prefix + ADD, slices.best("add"));
        report.figure(prefix + GREET, slices.best("greet"));
    }

    /** Replaces for so long, and at least twice. */
    private Outcome storm(long nanos) throws Exception {
        Calculator calculator = this.peer.caller(Peer.CALLERS - 1);
        Outcome outcome = new Outcome();
        long end = System.nanoTime() + nanos;
        try (ExecutorService threads = Executors.newFixedThreadPool(Peer.CALLERS - 1);
                Callers callers = new Callers(threads, this.peer)) {
            while (System.nanoTime() < end || outcome.replacements.count() < 2) {
                Version next = this.version.other();
                long start = System.nanoTime();
                this.peer.replace(next);
                outcome.replacements.add((System.nanoTime() - start) / 1e6);
                this.version = next;
                outcome.calls++;
                if (!greets(calculator, next)) {
                    outcome.failures++;
                }
            }
            callers.stop(outcome);
        }
        return outcome;
    }

    private static boolean greets(Calculator calculator, Version version) {
        try {
            return calculator.greet(NAME).equals(version.greeting() + NAME);
        }
        catch (RuntimeException | LinkageError ex) {
            return false;
        }
    }

    /** What was seen during a storm. */
    private static final class Outcome {

        private final Samples replacements = new Samples();

        private long calls;

        private long failures;

        void report(Report report, String prefix) {
            report.figure(prefix + REPLACEMENT, this.replacements.median());
            report.figure(prefix + SLOWEST, this.replacements.percentile(99));
            report.count(prefix + REPLACEMENTS, this.replacements.count());
            report.count(prefix + CALLS, this.calls);
            report.count(prefix + FAILED, this.failures);
        }

    }

    /** The threads that call until they are stopped. */
    private static final class Callers implements AutoCloseable {

        private final List<Future<long[]>> threads = new ArrayList<>();

        private volatile boolean stopped;

        Callers(ExecutorService executor, Peer peer) {
            for (int caller = 0; caller < Peer.CALLERS - 1; caller++) {
                int number = caller;
                Callable<long[]> task = () -> call(peer.caller(number));
                this.threads.add(executor.submit(task));
            }
        }

        /** Returns how many calls were made, and how many failed. */
        private long[] call(Calculator calculator) {
            long[] calls = new long[2];
            for (int i = 0; !this.stopped; i++) {
                calls[0]++;
                if (!isRight(calculator, i)) {
                    calls[1]++;
                }
            }
            return calls;
        }

        private static boolean isRight(Calculator calculator, int i) {
            try {
                if (i % GREETING != 0) {
                    return calculator.add(i, 1L) == i + 1L;
                }
                String answer = calculator.greet(NAME);
                return answer.equals(Version.HELLO.greeting() + NAME) || answer.equals(Version.HOWDY.greeting() + NAME);
            }
            catch (RuntimeException | LinkageError ex) {
                return false;
            }
        }

        void stop(Outcome outcome) throws Exception {
            this.stopped = true;
            for (Future<long[]> thread : this.threads) {
                outcome.calls += thread.get()[0];
                outcome.failures += thread.get()[1];
            }
        }

        @Override
        public void close() {
            this.stopped = true;
        }

    }

}
