package io.polyplug.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * How many calls threads make together, up to 256 of them on one runtime: platform
 * threads and virtual ones.
 */
final class ManyThreads {

    /** How many threads. */
    static final List<Integer> COUNTS = List.of(1, 2, 4, 16, 64, 256);

    /** What threads there are. */
    static final List<String> KINDS = List.of("platform threads, times as many calls as one",
            "virtual threads, times as many calls as one");

    private static final int ROUNDS = Effort.chosen().times(15);

    /** All threads together. */
    private static final int CALLS = Effort.chosen().times(8_000_000);

    private final Variant add;

    private final List<Crew> crews = new ArrayList<>();

    private ManyThreads(Variant add) {
        this.add = add;
        for (int count : COUNTS) {
            this.crews.add(new Crew(KINDS.getFirst(), Thread.ofPlatform().factory(), count, new Samples()));
            this.crews.add(new Crew(KINDS.getLast(), Thread.ofVirtual().factory(), count, new Samples()));
        }
    }

    static void run(Report report) throws InterruptedException, ExecutionException {
        try (Hosts hosts = new Hosts()) {
            ManyThreads threads = new ManyThreads(Variant.of("add", Operation.ADD.by(Way.PROXY, hosts)));
            threads.add.nanos(CALLS);
            for (int round = 0; round < ROUNDS; round++) {
                threads.round(round);
            }
            threads.report(report);
        }
    }

    private void round(int round) throws InterruptedException, ExecutionException {
        for (int turn = 0; turn < this.crews.size(); turn++) {
            Crew crew = this.crews.get((turn + round) % this.crews.size());
            crew.nanos().add((double) nanos(this.add, crew.factory(), crew.count(), CALLS) / CALLS);
        }
    }

    /** Returns how long it takes so many threads to make all calls. */
    static long nanos(Variant variant, ThreadFactory factory, int count, int calls)
            throws InterruptedException, ExecutionException {
        CountDownLatch ready = new CountDownLatch(count);
        CountDownLatch go = new CountDownLatch(1);
        Callable<Long> task = () -> {
            ready.countDown();
            go.await();
            return variant.nanos(calls / count);
        };
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(factory)) {
            List<Future<Long>> threads = new ArrayList<>();
            for (int thread = 0; thread < count; thread++) {
                threads.add(executor.submit(task));
            }
            ready.await();
            long start = System.nanoTime();
            go.countDown();
            for (Future<Long> thread : threads) {
                thread.get();
            }
            return System.nanoTime() - start;
        }
    }

    /** Returns the name of a figure. */
    static String figure(String kind, String count) {
        return "threads: " + count + ' ' + kind;
    }

    private void report(Report report) {
        for (Crew crew : this.crews) {
            String name = figure(crew.kind(), Integer.toString(crew.count()));
            Samples one = alone(crew.kind()).nanos();
            report.figure(name, one.least() / crew.nanos().least());
            if (!crew.isAlone()) {
                report.figure(name + ", median", one.medianRatioTo(crew.nanos()));
            }
        }
    }

    private Crew alone(String kind) {
        return this.crews.stream()
            .filter((crew) -> crew.isAlone() && crew.kind().equals(kind))
            .findFirst()
            .orElseThrow();
    }

    /**
     * Threads that call at the same time.
     *
     * @param kind what figures call the threads
     * @param factory makes them
     * @param count how many
     * @param nanos that one call of all takes, in each round
     */
    private record Crew(String kind, ThreadFactory factory, int count, Samples nanos) {

        boolean isAlone() {
            return this.count == 1;
        }

    }

}
