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

    private static final List<Integer> COUNTS = List.of(1, 2, 16, 256);

    private static final int ROUNDS = Effort.chosen().times(15);

    /** All threads together. */
    private static final int CALLS = Effort.chosen().times(8_000_000);

    private final Variant add;

    private final List<Crew> crews = new ArrayList<>();

    private ManyThreads(Variant add) {
        this.add = add;
        for (int count : COUNTS) {
            this.crews.add(new Crew("platform", Thread.ofPlatform().factory(), count, new Samples()));
            this.crews.add(new Crew("virtual", Thread.ofVirtual().factory(), count, new Samples()));
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

    private void report(Report report) {
        for (Crew crew : this.crews) {
            String name = "scale: add by " + crew.count() + ' ' + crew.kind()
                    + (crew.isAlone() ? " thread" : " threads");
            report.count(name + ", calls a second", Math.round(1e9 / crew.nanos().least()));
            if (!crew.isAlone()) {
                Samples one = alone(crew.kind()).nanos();
                report.figure(name + " / by one", one.least() / crew.nanos().least());
                report.figure(name + " / by one, median", one.medianRatioTo(crew.nanos()));
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
