package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a bundle cannot be activated: its library, its entry points or what they
 * registered is not usable.
 */
public sealed class BundleLoadException extends PolyplugException permits DuplicateBundleException {

    private static final long serialVersionUID = 1L;

    private final String bundleName;

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public BundleLoadException(String bundleName, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.bundleName = bundleName;
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public BundleLoadException(String bundleName, Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.bundleName = bundleName;
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

    /**
     * Returns the bundle's name.
     * @return the bundle's name
     */
    public String bundleName() {
        return this.bundleName;
    }

}
