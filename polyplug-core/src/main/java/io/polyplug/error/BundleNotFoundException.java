package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when no bundle of the given name is loaded.
 */
public final class BundleNotFoundException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final String bundleName;

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public BundleNotFoundException(String bundleName, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.bundleName = bundleName;
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public BundleNotFoundException(String bundleName, Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.bundleName = bundleName;
    }

    /**
     * Returns the bundle's name.
     * @return the bundle's name
     */
    public String bundleName() {
        return this.bundleName;
    }

}
