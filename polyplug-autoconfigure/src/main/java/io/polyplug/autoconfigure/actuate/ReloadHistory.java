package io.polyplug.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.RuntimeBuilderCustomizer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;

/**
 * Remembers what the runtime's phases told: how the last reload of each bundle ended, and
 * which generations are retired and not reclaimed yet. Thread-safe: phases come on the
 * threads that reload and on the reclaimer's.
 */
final class ReloadHistory implements RuntimeBuilderCustomizer, Ordered {

    private final ObjectProvider<PolyplugRuntime> runtime;

    private final Map<String, Attempt> attempts = new HashMap<>();

    private final Map<String, LastReload> lastReloads = new HashMap<>();

    private final Map<String, SortedSet<Long>> retired = new HashMap<>();

    ReloadHistory(ObjectProvider<PolyplugRuntime> runtime) {
        this.runtime = runtime;
    }

    @Override
    public void customize(PolyplugRuntime.Builder builder) {
        builder.onReload(this::record);
    }

    void record(ReloadPhase phase) {
        String bundle = phase.bundleName();
        if (phase instanceof ReloadPhase.Preparing) {
            begin(bundle, serving(bundle));
        }
        else if (phase instanceof ReloadPhase.Reloaded) {
            end(bundle, true, null);
        }
        else if (phase instanceof ReloadPhase.Failed failed) {
            end(bundle, false, failed.reason());
        }
        else if (phase instanceof ReloadPhase.Unloading unloading) {
            forget(bundle, unloading.generation());
        }
        else if (phase instanceof ReloadPhase.Reclaimed reclaimed) {
            reclaim(bundle, reclaimed.generation());
        }
    }

    private @Nullable Long serving(String bundle) {
        PolyplugRuntime available = this.runtime.getIfAvailable();
        return (available != null) ? available.bundle(bundle).map(BundleInfo::generation).orElse(null) : null;
    }

    private synchronized void begin(String bundle, @Nullable Long serving) {
        this.attempts.put(bundle, new Attempt(System.nanoTime(), serving));
    }

    /**
     * Ends an attempt. One that fails at its very beginning was not told before.
     */
    private synchronized void end(String bundle, boolean successful, @Nullable String reason) {
        long now = System.nanoTime();
        Attempt attempt = this.attempts.remove(bundle);
        Duration duration = (attempt != null) ? Duration.ofNanos(now - attempt.startedAt()) : Duration.ZERO;
        this.lastReloads.put(bundle, new LastReload(successful, reason, Instant.now(), duration));
        if (successful && attempt != null && attempt.serving() != null) {
            this.retired.computeIfAbsent(bundle, (name) -> new TreeSet<>()).add(attempt.serving());
        }
    }

    private synchronized void forget(String bundle, long generation) {
        this.lastReloads.remove(bundle);
        this.retired.computeIfAbsent(bundle, (name) -> new TreeSet<>()).add(generation);
    }

    /**
     * Forgets a generation that is gone. With nobody in it, that may be told before its
     * successor's publication is.
     */
    private synchronized void reclaim(String bundle, long generation) {
        SortedSet<Long> generations = this.retired.get(bundle);
        if (generations != null) {
            generations.remove(generation);
            if (generations.isEmpty()) {
                this.retired.remove(bundle);
            }
        }
        this.attempts.computeIfPresent(bundle, (name, attempt) -> attempt.without(generation));
    }

    synchronized Optional<LastReload> lastReload(String bundle) {
        return Optional.ofNullable(this.lastReloads.get(bundle));
    }

    synchronized Set<Long> retiredGenerations(String bundle) {
        SortedSet<Long> generations = this.retired.get(bundle);
        return (generations != null) ? Set.copyOf(generations) : Set.of();
    }

    @Override
    public int getOrder() {
        return 0;
    }

    /**
     * A reload in progress.
     *
     * @param startedAt when it began
     * @param serving the generation that it is to replace, unless it is not known or gone
     * already
     */
    private record Attempt(long startedAt, @Nullable Long serving) {

        Attempt without(long generation) {
            return (this.serving != null && this.serving == generation) ? new Attempt(this.startedAt, null) : this;
        }

    }

    /**
     * How the last reload or rollback of a bundle ended.
     *
     * @param successful whether a new generation serves since
     * @param reason why it failed, if it did
     * @param at when it ended
     * @param duration how long it took
     */
    record LastReload(boolean successful, @Nullable String reason, Instant at, Duration duration) {

        String outcome() {
            return this.successful ? "reloaded" : "failed";
        }

    }

}
