package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by an operation that would have to wait for the thread that asks for it: one
 * that is in a guest call, holds a guard, or is in the midst of another operation.
 */
public final class ReentrantCallException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     * @param message what went wrong, why, and what to do
     */
    public ReentrantCallException(String message) {
        this(message, null);
    }

    /**
     * Creates the exception.
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ReentrantCallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Creates the exception.
     * @param explanation what went wrong, why, and what to do
     */
    public ReentrantCallException(Explanation explanation) {
        this(explanation, null);
    }

    /**
     * Creates the exception.
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ReentrantCallException(Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
    }

}
