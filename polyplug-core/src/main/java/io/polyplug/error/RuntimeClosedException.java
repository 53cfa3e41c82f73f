package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by every operation of a runtime that has been closed, and by calls through its
 * contracts.
 */
public final class RuntimeClosedException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     * @param message what went wrong, why, and what to do
     */
    public RuntimeClosedException(String message) {
        this(message, null);
    }

    /**
     * Creates the exception.
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public RuntimeClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
