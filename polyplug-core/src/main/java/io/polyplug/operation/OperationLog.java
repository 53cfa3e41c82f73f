package io.polyplug.operation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.OperationKind;
import io.polyplug.RunningOperation;

/**
 * Tells of operations that take long, and what an operation is doing. Thread-safe.
 */
public final class OperationLog {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.lifecycle");

    private OperationLog() {
    }

    static void slow(RunningOperation operation) {
        if (operation.kind() == OperationKind.RECLAIM) {
            logger.warn("{}. What else is to be reclaimed goes on, unless that bundle may be using it. A thread dump"
                    + " shows where it hangs", text(operation));
        }
        else {
            logger.warn(
                    "{}. Other operations on bundles wait for it and are refused after the operation timeout; calls"
                            + " go on. A thread dump shows where it hangs, on that thread or on 'polyplug-libraries'",
                    text(operation));
        }
    }

    static void wentOn(RunningOperation operation) {
        logger.warn("{} went on after {} ms of {}", doing(operation), operation.stepAge().toMillis(), operation.step());
    }

    /**
     * Returns what an operation is doing, for messages.
     * @param operation the operation
     * @return the beginning of a sentence
     */
    public static String text(RunningOperation operation) {
        return doing(operation) + " has been at '" + operation.step() + "' for " + operation.stepAge().toMillis()
                + " ms, since " + Instant.now().minus(operation.stepAge()).truncatedTo(ChronoUnit.SECONDS)
                + ", on thread '" + operation.thread() + "'";
    }

    private static String doing(RunningOperation operation) {
        String doing = switch (operation.kind()) {
            case LOAD -> "Loading";
            case RELOAD -> "Reloading";
            case ROLLBACK -> "Rolling back";
            case UNLOAD -> "Unloading";
            case ROLLOUT -> "Rolling out";
            case VERIFY -> "Verifying";
            case RECLAIM -> "Reclaiming";
        };
        return doing + " " + operation.bundleName().map((name) -> "bundle '" + name + "'").orElse("bundles");
    }

}
