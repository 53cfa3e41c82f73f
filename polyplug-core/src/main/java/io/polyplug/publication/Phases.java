package io.polyplug.publication;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.ReloadPhase;
import io.polyplug.operation.OperationTrace;
import io.polyplug.operation.Step;
import io.polyplug.rollout.RolloutPhase;

/**
 * Tells listeners about phases, in order of registration. Thread-safe; what a listener
 * throws is logged.
 */
public final class Phases {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private final List<Consumer<? super ReloadPhase>> listeners;

    private final List<Consumer<? super RolloutPhase>> rolloutListeners;

    /** What follows from what a listener does that the present thread is telling. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Queue<RolloutPhase>> following = new ThreadLocal<>();

    private final OperationTrace trace;

    /**
     * Creates it.
     * @param listeners who is told of reloads
     * @param rolloutListeners who is told of rollouts
     * @param trace told that listeners are
     */
    public Phases(List<Consumer<? super ReloadPhase>> listeners, List<Consumer<? super RolloutPhase>> rolloutListeners,
            OperationTrace trace) {
        this.listeners = List.copyOf(listeners);
        this.rolloutListeners = List.copyOf(rolloutListeners);
        this.trace = trace;
    }

    /**
     * Tells a phase of the operation that is running.
     * @param phase the phase
     */
    public void tell(ReloadPhase phase) {
        this.trace.during(Step.LISTENERS, () -> publish(phase));
    }

    /**
     * Tells a phase of a rollout. One that a listener has brought about is told when all
     * of them were told the phase before.
     * @param phase the phase
     */
    public void tell(RolloutPhase phase) {
        Queue<RolloutPhase> present = this.following.get();
        if (present != null) {
            present.add(phase);
            return;
        }
        Queue<RolloutPhase> phases = new ArrayDeque<>(List.of(phase));
        this.following.set(phases);
        try {
            this.trace.during(Step.LISTENERS, () -> publishAll(phases));
        }
        finally {
            this.following.remove();
        }
    }

    private void publishAll(Queue<RolloutPhase> phases) {
        for (RolloutPhase phase = phases.poll(); phase != null; phase = phases.poll()) {
            publish(this.rolloutListeners, phase);
        }
    }

    /** Tells a phase that belongs to no operation. */
    void publish(ReloadPhase phase) {
        publish(this.listeners, phase);
    }

    /**
     * Tells a phase, of reloads or others.
     * @param <T> what listeners are told
     * @param listeners who is told
     * @param phase the phase
     */
    public static <T> void publish(List<Consumer<? super T>> listeners, T phase) {
        for (Consumer<? super T> listener : listeners) {
            try {
                listener.accept(phase);
            }
            catch (Throwable ex) {
                logger.error("A listener failed on {}; this changes nothing for the bundle", phase, ex);
            }
        }
    }

}
