package io.polyplug.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a bundle cannot be unloaded because other loaded bundles depend on a
 * contract that only it provides.
 */
public final class DependencyInUseException extends BundleException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> dependents;

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param dependents the names of the dependent bundles, sorted
     * @param message what went wrong, why, and what to do
     */
    public DependencyInUseException(String bundleName, List<String> dependents, String message) {
        this(bundleName, dependents, message, null);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param dependents the names of the dependent bundles, sorted
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public DependencyInUseException(String bundleName, List<String> dependents, String message,
            @Nullable Throwable cause) {
        super(bundleName, message, cause);
        this.dependents = List.copyOf(dependents);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param dependents the names of the dependent bundles, sorted
     * @param explanation what went wrong, why, and what to do
     */
    public DependencyInUseException(String bundleName, List<String> dependents, Explanation explanation) {
        this(bundleName, dependents, explanation, null);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param dependents the names of the dependent bundles, sorted
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public DependencyInUseException(String bundleName, List<String> dependents, Explanation explanation,
            @Nullable Throwable cause) {
        super(bundleName, explanation, cause);
        this.dependents = List.copyOf(dependents);
    }

    /**
     * {@return the names of the dependent bundles, sorted}
     */
    public List<String> dependents() {
        return this.dependents;
    }

}
