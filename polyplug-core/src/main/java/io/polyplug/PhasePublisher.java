package io.polyplug;

import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners about phases, in order of registration. Thread-safe; what a listener
 * throws is logged.
 */
final class PhasePublisher {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private final List<Consumer<? super ReloadPhase>> listeners;

    PhasePublisher(List<Consumer<? super ReloadPhase>> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void publish(ReloadPhase phase) {
        for (Consumer<? super ReloadPhase> listener : this.listeners) {
            try {
                listener.accept(phase);
            }
            catch (Throwable ex) {
                logger.error("A listener failed on {}; this changes nothing for the bundle", phase, ex);
            }
        }
    }

}
