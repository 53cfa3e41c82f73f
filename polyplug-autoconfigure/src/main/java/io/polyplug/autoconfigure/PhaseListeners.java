package io.polyplug.autoconfigure;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.rollout.RolloutPhase;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Gives builders the context's listeners. Which runtime the context uses is known when
 * all of its beans are there; until then each may be the one. Thread-safe.
 */
final class PhaseListeners implements SmartInitializingSingleton {

    private final ObjectProvider<Consumer<ReloadPhase>> listeners;

    private final ObjectProvider<Consumer<RolloutPhase>> rolloutListeners;

    private final ObjectProvider<PolyplugRuntime> runtime;

    private volatile @Nullable PolyplugRuntime inUse;

    PhaseListeners(ObjectProvider<Consumer<ReloadPhase>> listeners,
            ObjectProvider<Consumer<RolloutPhase>> rolloutListeners, ObjectProvider<PolyplugRuntime> runtime) {
        this.listeners = listeners;
        this.rolloutListeners = rolloutListeners;
        this.runtime = runtime;
    }

    @Override
    public void afterSingletonsInstantiated() {
        this.inUse = this.runtime.getIfUnique();
    }

    void addTo(PolyplugRuntime.Builder builder) {
        AtomicReference<@Nullable PolyplugRuntime> built = new AtomicReference<>();
        builder.onBuild(built::set);
        this.listeners.orderedStream().forEach((listener) -> {
            if (listener instanceof ContextRuntimeListener ofContext) {
                builder.onReload(inUseOnly(built, ofContext)).onRollout(inUseOnly(built, ofContext::acceptRollout));
            }
            else {
                builder.onReload(listener);
            }
        });
        this.rolloutListeners.orderedStream().forEach(builder::onRollout);
    }

    private <P> Consumer<P> inUseOnly(AtomicReference<@Nullable PolyplugRuntime> built, Consumer<P> listener) {
        return (phase) -> {
            if (mayBeInUse(built.get())) {
                listener.accept(phase);
            }
        };
    }

    /** A test may have a phase told without a runtime. */
    private boolean mayBeInUse(@Nullable PolyplugRuntime built) {
        PolyplugRuntime known = this.inUse;
        return known == null || built == null || built.equals(known);
    }

}
