package io.polyplug.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import io.polyplug.PolyplugRuntime;

/**
 * How long reloads of one kind took, in microseconds.
 *
 * @param name what figures call the kind
 * @param returned until whoever reloads can go on
 * @param reclaimed until what was replaced is closed, too, and its copy is removed or
 * kept to be written over
 */
record ReloadTimes(String name, Samples returned, Samples reclaimed) {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    ReloadTimes(String name) {
        this(name, new Samples(), new Samples());
    }

    /**
     * Reloads, then waits for all that a reload leaves to other threads, so that none of
     * it runs beside what is measured next.
     */
    void reload(PolyplugRuntime runtime, Path build) {
        long start = System.nanoTime();
        runtime.reloadBundle(build);
        this.returned.addMicrosSince(start);
        boolean done = runtime.awaitReclamation(LONGEST);
        this.reclaimed.addMicrosSince(start);
        if (!done || !ForkJoinPool.commonPool().awaitQuiescence(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The reload is not over");
        }
    }

    void report(Report report) {
        report.figure("reload: " + this.name + ", us", this.returned.median());
        report.figure("reload: " + this.name + ", the quickest, us", this.returned.least());
        report.figure("reload: " + this.name + ", until reclaimed, us", this.reclaimed.median());
    }

}
