package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when no bundle of the given name is loaded.
 */
public final class BundleNotFoundException extends BundleException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param message what went wrong, why, and what to do
     */
    public BundleNotFoundException(String bundleName, String message) {
        this(bundleName, message, null);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public BundleNotFoundException(String bundleName, String message, @Nullable Throwable cause) {
        super(bundleName, message, cause);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param explanation what went wrong, why, and what to do
     */
    public BundleNotFoundException(String bundleName, Explanation explanation) {
        this(bundleName, explanation, null);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public BundleNotFoundException(String bundleName, Explanation explanation, @Nullable Throwable cause) {
        super(bundleName, explanation, cause);
    }

}
