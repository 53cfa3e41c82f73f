package io.polyplug.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.ContextRuntimeListener;
import io.polyplug.rollout.AbandonmentCause;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutPhase;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Remembers how the last reload or rollout of each bundle ended, for the endpoint and the
 * health. The context's runtime tells it if it was built from the bean of type
 * {@link PolyplugRuntime.Builder}, as the auto-configured one is; another does when its
 * builder is given the history by {@link PolyplugRuntime.Builder#onReload(Consumer)}, and
 * its {@link #acceptRollout(RolloutPhase)} by
 * {@link PolyplugRuntime.Builder#onRollout(Consumer)}. Thread-safe.
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
            this.lastReloads.put(phase.bundleName(), new LastReload(TargetState.after(reloaded.kind()).text(), null,
                    true, Instant.now(), reloaded.duration()));
        }
        else if (phase instanceof ReloadPhase.Failed failed) {
            this.lastReloads.put(phase.bundleName(), LastReload.failed(failed.reason(), failed.duration()));
        }
        else if (phase instanceof ReloadPhase.Unloading) {
            this.lastReloads.remove(phase.bundleName());
            this.lastUnloadings.put(phase.bundleName(), Instant.now());
        }
    }

    /**
     * {@inheritDoc}
     * <p>
     * What superseded a candidate is told as a phase of reloads.
     */
    @Override
    public void acceptRollout(RolloutPhase phase) {
        String bundle = phase.rollout().bundleName();
        if (phase instanceof RolloutPhase.Promoted) {
            this.lastReloads.computeIfPresent(bundle, (name, reload) -> reload.promoted());
        }
        else if (phase instanceof RolloutPhase.Abandoned abandoned
                && abandoned.cause() != AbandonmentCause.SUPERSEDED) {
            this.lastReloads.put(bundle, LastReload.of(abandoned, Instant.now()));
        }
    }

    /**
     * Remembers a reload that did not come to the runtime, since what its source has
     * could not be fetched.
     */
    void notFetched(String bundle, String failure, Duration duration) {
        this.lastReloads.put(bundle, LastReload.failed(failure, duration));
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
     * How the last reload, rollback or rollout of a bundle ended.
     *
     * @param outcome the state that it brought the bundle into, or {@code failed}
     * @param reason why the bundle is what it was, or {@code null} if a new generation
     * serves since
     * @param successful whether nothing failed
     * @param at when it ended
     * @param duration how long it took; of a rollout that was abandoned, how long it
     * lasted
     */
    record LastReload(String outcome, @Nullable String reason, boolean successful, Instant at, Duration duration) {

        private static LastReload failed(String reason, Duration duration) {
            return new LastReload("failed", reason, false, Instant.now(), duration);
        }

        private static LastReload of(RolloutPhase.Abandoned abandoned, Instant at) {
            RolloutInfo rollout = abandoned.rollout();
            String reason = rollout.candidateVersion() + " (generation " + rollout.candidateGeneration()
                    + ") was abandoned, because " + abandoned.reason();
            return new LastReload(TargetState.ABANDONED.text(), reason, abandoned.cause() != AbandonmentCause.JUDGED,
                    at, Duration.between(rollout.startedAt(), at));
        }

        private LastReload promoted() {
            return new LastReload(TargetState.PROMOTED.text(), this.reason, this.successful, this.at, this.duration);
        }

    }

}
