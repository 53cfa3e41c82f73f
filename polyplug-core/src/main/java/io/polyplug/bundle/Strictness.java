package io.polyplug.bundle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.error.PolyplugException;

/**
 * What becomes of a bundle that is not quite what it, or another bundle, declares: the
 * compatibility mode as the lower packages know it (specification 4.5). Identity, majors
 * and signatures are no matter of it, nor is a dependency that nothing provides.
 */
public enum Strictness {

    /** A violation is an error. */
    STRICT,

    /** A violation is one warning. */
    RELAXED,

    /** A violation is nothing. */
    YOLO;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    /**
     * Returns whether a contract may go that is called.
     * @return {@code false} where that is an error
     */
    public boolean toleratesLoss() {
        return this != STRICT;
    }

    /**
     * Deals with a violation.
     * @param violation what to throw, or whose message to log
     */
    public void violated(PolyplugException violation) {
        switch (this) {
            case STRICT -> throw violation;
            case RELAXED -> logger.warn("{}", violation.getMessage());
            case YOLO -> {
            }
        }
    }

}
