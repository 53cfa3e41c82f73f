package io.polyplug.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the dependencies of a set of bundles cannot be satisfied or form a cycle.
 */
public final class DependencyGraphException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> bundleNames;

    /**
     * Creates the exception.
     * @param bundleNames the bundles concerned
     * @param message what went wrong, why, and what to do
     */
    public DependencyGraphException(List<String> bundleNames, String message) {
        this(bundleNames, message, null);
    }

    /**
     * Creates the exception.
     * @param bundleNames the bundles concerned
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public DependencyGraphException(List<String> bundleNames, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.bundleNames = List.copyOf(bundleNames);
    }

    /**
     * Creates the exception.
     * @param bundleNames the bundles concerned
     * @param explanation what went wrong, why, and what to do
     */
    public DependencyGraphException(List<String> bundleNames, Explanation explanation) {
        this(bundleNames, explanation, null);
    }

    /**
     * Creates the exception.
     * @param bundleNames the bundles concerned
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public DependencyGraphException(List<String> bundleNames, Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.bundleNames = List.copyOf(bundleNames);
    }

    /**
     * {@return the bundles concerned}
     */
    public List<String> bundleNames() {
        return this.bundleNames;
    }

}
