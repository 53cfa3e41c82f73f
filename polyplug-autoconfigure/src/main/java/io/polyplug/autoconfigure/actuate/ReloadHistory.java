package io.polyplug.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadKind;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.ContextRuntimeListener;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Remembers how the last reload of each bundle ended, for the endpoint and the health.
 * The context's runtime tells it if it was built from the bean of type
 * {@link PolyplugRuntime.Builder}, as the auto-configured one is; another does when its
 * builder is given the history by {@link PolyplugRuntime.Builder#onReload(Consumer)}.
 * Thread-safe.
 */
public final class ReloadHistory implements ContextRuntimeListener, Ordered {

    private final Map<String, LastReload> lastReloads = new ConcurrentHashMap<>();

    private final Map<String, Instant> lastUnloadings = new ConcurrentHashMap<>();

    /**
     * Creates a history that knows of no reload.
     */
    public ReloadHistory() {
    }

    @Override
    public void accept(ReloadPhase phase) {
        if (phase instanceof ReloadPhase.Reloaded reloaded) {
            this.lastReloads.put(phase.bundleName(),
                    new LastReload(reloaded.kind(), null, Instant.now(), reloaded.duration()));
        }
        else if (phase instanceof ReloadPhase.Failed failed) {
            this.lastReloads.put(phase.bundleName(),
                    new LastReload(failed.kind(), failed.reason(), Instant.now(), failed.duration()));
        }
        else if (phase instanceof ReloadPhase.Unloading) {
            this.lastReloads.remove(phase.bundleName());
            this.lastUnloadings.put(phase.bundleName(), Instant.now());
        }
    }

    /**
     * Remembers a reload that did not come to the runtime, since what its source has
     * could not be fetched.
     */
    void notFetched(String bundle, String failure, Duration duration) {
        this.lastReloads.put(bundle, new LastReload(ReloadKind.RELOAD, failure, Instant.now(), duration));
    }

    Optional<LastReload> lastReload(String bundle) {
        return Optional.ofNullable(this.lastReloads.get(bundle));
    }

    /** Returns when a bundle was unloaded last, by whomever. */
    Optional<Instant> lastUnloading(String bundle) {
        return Optional.ofNullable(this.lastUnloadings.get(bundle));
    }

    /**
     * Before other listeners, which may ask the endpoint.
     */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /**
     * How the last reload or rollback of a bundle ended.
     *
     * @param kind which of them it was
     * @param failure why it failed, or {@code null} if a new generation serves since
     * @param at when it ended
     * @param duration how long it took
     */
    record LastReload(ReloadKind kind, @Nullable String failure, Instant at, Duration duration) {

        boolean successful() {
            return this.failure == null;
        }

        String outcome() {
            return successful() ? TargetState.after(this.kind).text() : "failed";
        }

    }

}
