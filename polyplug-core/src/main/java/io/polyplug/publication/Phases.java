package io.polyplug.publication;

import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.ReloadPhase;
import io.polyplug.operation.OperationTrace;
import io.polyplug.operation.Step;

/**
 * Tells listeners about phases, in order of registration. Thread-safe; what a listener
 * throws is logged.
 */
public final class Phases {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private final List<Consumer<? super ReloadPhase>> listeners;

    private final OperationTrace trace;

    /**
     * Creates it.
     * @param listeners who is told
     * @param trace told that listeners are
     */
    public Phases(List<Consumer<? super ReloadPhase>> listeners, OperationTrace trace) {
        this.listeners = List.copyOf(listeners);
        this.trace = trace;
    }

    /**
     * Tells a phase of the operation that is running.
     * @param phase the phase
     */
    public void tell(ReloadPhase phase) {
        this.trace.during(Step.LISTENERS, () -> publish(phase));
    }

    /** Tells a phase that belongs to no operation. */
    void publish(ReloadPhase phase) {
        publish(this.listeners, phase);
    }

    /**
     * Tells a phase.
     * @param listeners who is told
     * @param phase the phase
     */
    public static void publish(List<Consumer<? super ReloadPhase>> listeners, ReloadPhase phase) {
        for (Consumer<? super ReloadPhase> listener : listeners) {
            try {
                listener.accept(phase);
            }
            catch (Throwable ex) {
                logger.error("A listener failed on {}; this changes nothing for the bundle", phase, ex);
            }
        }
    }

}
