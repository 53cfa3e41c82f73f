package io.polyplug.error;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by an operation on bundles that another one kept waiting for too long. Nothing
 * was done.
 */
public final class LifecycleBusyException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String runningBundle;

    private final String runningStep;

    /**
     * Creates the exception.
     * @param runningBundle the bundle that the other operation is at, if it is known
     * @param runningStep what the other operation is doing
     * @param explanation what went wrong, why, and what to do
     */
    public LifecycleBusyException(@Nullable String runningBundle, String runningStep, Explanation explanation) {
        super(explanation, null);
        this.runningBundle = runningBundle;
        this.runningStep = runningStep;
    }

    /**
     * {@return the name of the bundle that the other operation was at, or nothing if none
     * was known}
     */
    public Optional<String> runningBundle() {
        return Optional.ofNullable(this.runningBundle);
    }

    /**
     * {@return what the other operation was doing, in words}
     */
    public String runningStep() {
        return this.runningStep;
    }

}
