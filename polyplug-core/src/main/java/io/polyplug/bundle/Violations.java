package io.polyplug.bundle;

import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.Compatibility;
import io.polyplug.error.PolyplugException;

/**
 * What becomes of a bundle that is not quite what it, or another bundle, declares, by the
 * compatibility mode (docs/behaviour.md 12.3). It does not reach identity, majors,
 * signatures, and whether somebody provides what is needed.
 */
public final class Violations {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private Violations() {
    }

    /**
     * Deals with a violation.
     * @param mode the mode
     * @param violation what to throw, or whose message to log
     */
    public static void settle(Compatibility mode, PolyplugException violation) {
        settle(mode, violation, (refusal) -> {
            throw refusal;
        });
    }

    /** Deals with a violation; what is an error is given to somebody. */
    static <E extends PolyplugException> void settle(Compatibility mode, E violation, Consumer<? super E> errors) {
        switch (mode) {
            case STRICT -> errors.accept(violation);
            case RELAXED -> logger.warn("{}", violation.getMessage());
            case YOLO -> {
            }
        }
    }

}
