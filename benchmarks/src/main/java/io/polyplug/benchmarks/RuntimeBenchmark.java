package io.polyplug.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.polyplug.PolyplugRuntime;

/** What else the runtime does: pin, resolve, a call back into Java, a reload. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RuntimeBenchmark {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Which backend. */
    @Param({ "ffm", "jna" })
    public String backend = "ffm";

    private @Nullable Stage stage;

    private @Nullable PolyplugRuntime runtime;

    private @Nullable Call pin;

    private @Nullable Call resolve;

    private @Nullable Call callBack;

    private List<Path> builds = List.of();

    private int i;

    /** Creates the benchmark. */
    public RuntimeBenchmark() {
    }

    /** Loads the bundles. */
    @Setup
    public void open() {
        Stage folder = new Stage();
        PolyplugRuntime built = folder.runtime(this.backend);
        this.builds = List.of(folder.bundle("large"), folder.bundle("large-v2"));
        built.loadBundle(this.builds.getLast());
        this.pin = RuntimeSection.pin(built);
        this.resolve = RuntimeSection.resolve(built);
        this.callBack = RuntimeSection.callBack(built);
        this.stage = folder;
        this.runtime = built;
    }

    /**
     * Pins and unpins.
     * @return a number
     */
    @Benchmark
    public long pin() {
        return Objects.requireNonNull(this.pin).call(this.i++);
    }

    /**
     * Pins, resolves a handle, and unpins.
     * @return a number
     */
    @Benchmark
    public long resolve() {
        return Objects.requireNonNull(this.resolve).call(this.i++);
    }

    /**
     * Calls a guest that calls Java.
     * @return its answer
     */
    @Benchmark
    public long callBack() {
        return Objects.requireNonNull(this.callBack).call(this.i++);
    }

    /**
     * Reloads a library of 400 KiB, and waits until the old one is reclaimed.
     * @return whether it is
     */
    @Benchmark
    public boolean reload() {
        PolyplugRuntime present = Objects.requireNonNull(this.runtime);
        present.reloadBundle(this.builds.get(this.i++ & 1));
        return present.awaitReclamation(LONGEST);
    }

    /** Closes everything. */
    @TearDown
    public void close() {
        Objects.requireNonNull(this.runtime).close();
        Objects.requireNonNull(this.stage).close();
    }

}
