package io.polyplug.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a call costs, by operation and way; {@code -t 2} for two threads. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CallBenchmark {

    /** Creates the benchmark. */
    public CallBenchmark() {
    }

    /**
     * Calls.
     * @param caller the thread's own way
     * @return something that depends on the result
     */
    @Benchmark
    public long call(Caller caller) {
        return Objects.requireNonNull(caller.call).call(caller.i++);
    }

    /** Who runs bundle {@code measured}, for all threads. */
    @State(Scope.Benchmark)
    public static class Shared {

        private @Nullable Hosts hosts;

        /** Creates the state. */
        public Shared() {
        }

        /** Opens what the ways need. */
        @Setup
        public void open() {
            this.hosts = new Hosts();
        }

        synchronized Call call(Operation operation, Way way) {
            return operation.by(way, Objects.requireNonNull(this.hosts));
        }

        /** Closes it. */
        @TearDown
        public void close() {
            Objects.requireNonNull(this.hosts).close();
        }

    }

    /** One thread's way to call. */
    @State(Scope.Thread)
    public static class Caller {

        /** What is called: {@code ADD}, {@code GREET}, {@code MID} or {@code MIRROR}. */
        @Param({ "ADD", "GREET", "MID", "MIRROR" })
        public String operation = "ADD";

        /** How. */
        @Param({ "PROXY", "PROXY_JNA", "RAW", "JNI", "JNA", "JAVA" })
        public String way = "PROXY";

        private @Nullable Call call;

        private int i;

        /** Creates the state. */
        public Caller() {
        }

        /**
         * Takes the thread's own call.
         * @param shared who runs the bundle
         */
        @Setup(Level.Trial)
        public void prepare(Shared shared) {
            this.call = shared.call(Operation.valueOf(this.operation), Way.valueOf(this.way));
        }

    }

}
