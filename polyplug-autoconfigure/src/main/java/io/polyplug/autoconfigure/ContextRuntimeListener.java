package io.polyplug.autoconfigure;

import java.util.function.Consumer;

import io.polyplug.ReloadPhase;
import io.polyplug.rollout.RolloutPhase;

/**
 * Hears the phases of the runtime that the context uses. Of others that are built from
 * the bean of type {@link io.polyplug.PolyplugRuntime.Builder} it hears nothing, for a
 * phase does not say whose it is.
 */
public interface ContextRuntimeListener extends Consumer<ReloadPhase> {

    /**
     * Hears the phases of rollouts of the same runtime, before the beans of type
     * {@code Consumer<RolloutPhase>}. Unless it is overridden, they are not of interest.
     * @param phase the phase
     */
    default void acceptRollout(RolloutPhase phase) {
    }

}
