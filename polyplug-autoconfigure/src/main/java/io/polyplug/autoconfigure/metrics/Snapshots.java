package io.polyplug.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.RuntimeStatistics;
import io.polyplug.error.RuntimeClosedException;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime counted, looked up once for all meters that are read at about the same
 * time. A runtime that has been closed leaves what was last seen of it. Thread-safe.
 */
final class Snapshots {

    /** Shorter than any interval between scrapes, longer than a scrape. */
    private static final long LIFETIME = Duration.ofMillis(500).toNanos();

    private static final Snapshot NOTHING = new Snapshot(
            new RuntimeStatistics(0, 0, 0, 0, 0, 0, 0, 0, List.of(), Map.of(), Map.of(), List.of()), List.of(),
            List.of());

    private final PolyplugRuntime runtime;

    private final LongSupplier nanoTime;

    private @Nullable Snapshot latest;

    private long taken;

    Snapshots(PolyplugRuntime runtime) {
        this(runtime, System::nanoTime);
    }

    Snapshots(PolyplugRuntime runtime, LongSupplier nanoTime) {
        this.runtime = runtime;
        this.nanoTime = nanoTime;
    }

    /** Returns what was counted less than half a second ago. */
    synchronized Snapshot recent() {
        Snapshot present = this.latest;
        if (present != null && this.nanoTime.getAsLong() - this.taken < LIFETIME) {
            return present;
        }
        return now();
    }

    /** Returns what has been counted by now. */
    synchronized Snapshot now() {
        try {
            List<String> loaded = this.runtime.bundles().stream().map(BundleInfo::name).toList();
            this.latest = new Snapshot(this.runtime.statistics(), loaded, this.runtime.rollouts());
        }
        catch (RuntimeClosedException ex) {
            this.latest = Objects.requireNonNullElse(this.latest, NOTHING);
        }
        this.taken = this.nanoTime.getAsLong();
        return Objects.requireNonNull(this.latest);
    }

}
