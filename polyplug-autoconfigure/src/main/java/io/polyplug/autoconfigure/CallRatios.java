package io.polyplug.autoconfigure;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.polyplug.CallStatistics;
import io.polyplug.PolyplugRuntime;

/**
 * How many of the latest calls of each bundle ended with an error: what was counted
 * within a sliding window. Thread-safe.
 * <p>
 * It has no thread of its own and looks when it is asked. Who asks less often than the
 * window is long gets the calls since the last time.
 */
public final class CallRatios {

    /** How many looks are kept of one window. */
    private static final int LOOKS = 60;

    private final Supplier<Iterable<CallStatistics>> source;

    private final Duration window;

    private final LongSupplier nanoTime;

    private final Deque<Look> looks = new ArrayDeque<>();

    /**
     * Creates ratios that begin with what the runtime has counted now.
     * @param runtime whose calls count
     * @param window how far to look back, more than nothing
     */
    public CallRatios(PolyplugRuntime runtime, Duration window) {
        this(() -> runtime.statistics().calls(), window, System::nanoTime);
    }

    CallRatios(Supplier<Iterable<CallStatistics>> source, Duration window, LongSupplier nanoTime) {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("A window of " + window + " has no calls in it. Make it longer");
        }
        this.source = source;
        this.window = window;
        this.nanoTime = nanoTime;
        this.looks.add(look());
    }

    /**
     * {@return the calls within the window, and how many of them ended with an error, by
     * name of each bundle that was called}
     */
    public synchronized Map<String, Calls> latest() {
        Look now = look();
        long begin = now.at() - this.window.toNanos();
        while (this.looks.size() > 1 && second().at() - begin <= 0) {
            this.looks.removeFirst();
        }
        Map<String, Calls> latest = now.since(this.looks.getFirst());
        if (now.at() - this.looks.getLast().at() >= this.window.toNanos() / LOOKS) {
            this.looks.addLast(now);
        }
        return latest;
    }

    private Look second() {
        return this.looks.stream().skip(1).findFirst().orElseThrow();
    }

    private Look look() {
        Map<String, Calls> calls = new LinkedHashMap<>();
        for (CallStatistics each : this.source.get()) {
            calls.merge(each.bundleName(), new Calls(each.calls(), each.errors()), Calls::plus);
        }
        return new Look(this.nanoTime.getAsLong(), calls);
    }

    /**
     * Calls of one bundle.
     *
     * @param calls how many ended
     * @param errors how many of them with an error
     */
    public record Calls(long calls, long errors) {

        private static final Calls NONE = new Calls(0, 0);

        /**
         * {@return which part of the calls ended with an error: a number from 0 to 1, and
         * 0 without any call}
         */
        public double errorRatio() {
            return (this.calls > 0) ? (double) this.errors / this.calls : 0;
        }

        private Calls plus(Calls other) {
            return new Calls(this.calls + other.calls, this.errors + other.errors);
        }

        private Calls minus(Calls other) {
            return new Calls(this.calls - other.calls, this.errors - other.errors);
        }

    }

    /**
     * What had been counted at a moment.
     *
     * @param at when, by the clock for durations
     * @param calls by bundle name
     */
    private record Look(long at, Map<String, Calls> calls) {

        private Map<String, Calls> since(Look earlier) {
            Map<String, Calls> latest = new LinkedHashMap<>();
            this.calls.forEach((bundle, counted) -> {
                Calls within = counted.minus(earlier.calls().getOrDefault(bundle, Calls.NONE));
                if (within.calls() > 0) {
                    latest.put(bundle, within);
                }
            });
            return latest;
        }

    }

}
