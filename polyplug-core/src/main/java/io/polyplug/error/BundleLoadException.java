package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a bundle cannot be activated: its library, its entry points or what they
 * registered is not usable.
 */
public sealed class BundleLoadException extends BundleException permits DuplicateBundleException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param message what went wrong, why, and what to do
     */
    public BundleLoadException(String bundleName, String message) {
        this(bundleName, message, null);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public BundleLoadException(String bundleName, String message, @Nullable Throwable cause) {
        super(bundleName, message, cause);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param explanation what went wrong, why, and what to do
     */
    public BundleLoadException(String bundleName, Explanation explanation) {
        this(bundleName, explanation, null);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public BundleLoadException(String bundleName, Explanation explanation, @Nullable Throwable cause) {
        super(bundleName, explanation, cause);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param reason why it was not loaded, as a clause that does not name the bundle
     * @param cure what to do, in one sentence
     * @param cause the failure behind it, if there is one
     */
    public BundleLoadException(String bundleName, String reason, String cure, @Nullable Throwable cause) {
        this(bundleName, Explanation.ofBundle(bundleName, reason, cure), cause);
    }

}
