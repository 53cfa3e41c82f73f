package io.polyplug.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** What a million virtual threads leave behind that make one call each. */
final class VirtualThreadSection {

    private static final int WARM_UP = Effort.chosen().times(200_000);

    private static final int THREADS = Effort.chosen().times(1_000_000);

    private static final int AT_ONCE = Effort.chosen().times(10_000);

    private static final long PAGE = 4096;

    private VirtualThreadSection() {
    }

    static void run(Report report) {
        try (Hosts hosts = new Hosts()) {
            Measured measured = hosts.measured(Way.PROXY);
            call(measured, WARM_UP);
            long before = residentAtRest();
            call(measured, THREADS);
            long after = residentAtRest();
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

    /** Once the collector has run and the C library has given back what is free. */
    @SuppressWarnings("restricted")
    private static long residentAtRest() {
        System.gc();
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("malloc_trim").ifPresent((function) -> {
            MethodHandle trim = linker.downcallHandle(function,
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
            try {
                int trimmed = (int) trim.invokeExact(0L);
                assert trimmed >= 0;
            }
            catch (Throwable ex) {
                throw RawHost.unexpected(ex);
            }
        });
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]) * PAGE;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static double mebibytes(long bytes) {
        return (double) bytes / (1 << 20);
    }

}
