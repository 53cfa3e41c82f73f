package io.polyplug.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** What a million virtual threads leave behind that make one call each. */
final class VirtualThreadSection {

    private static final int WARM_UP = Effort.chosen().times(200_000);

    private static final int THREADS = Effort.chosen().times(1_000_000);

    private static final int AT_ONCE = Effort.chosen().times(10_000);

    private VirtualThreadSection() {
    }

    static void run(Report report) {
        try (Hosts hosts = new Hosts()) {
            Measured measured = hosts.measured(Way.PROXY);
            call(measured, WARM_UP);
            long before = ProcessMemory.atRest().resident();
            call(measured, THREADS);
            long after = ProcessMemory.atRest().resident();
            report.figure("virtual threads: resident before, MiB", mebibytes(before));
            report.figure("virtual threads: resident after, MiB", mebibytes(after));
            report.figure("virtual threads: growth, MiB", mebibytes(after - before));
        }
    }

    private static void call(Measured measured, int threads) {
        AtomicLong sum = new AtomicLong();
        for (int done = 0; done < threads; done += AT_ONCE) {
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < AT_ONCE; i++) {
                    executor.execute(() -> sum.addAndGet(measured.add(1, 1L)));
                }
            }
        }
        if (sum.get() != 2L * threads) {
            throw new IllegalStateException("Calls failed");
        }
    }

    private static double mebibytes(long bytes) {
        return (double) bytes / (1 << 20);
    }

}
