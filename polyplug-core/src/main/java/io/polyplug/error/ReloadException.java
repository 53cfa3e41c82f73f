package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a reload or rollback did not happen. The version that served goes on
 * serving.
 */
public final class ReloadException extends BundleException {

    private static final long serialVersionUID = 1L;

    private final boolean reentrant;

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param reentrant whether the thread would have had to wait for itself
     * @param message what went wrong, why, and what to do
     */
    public ReloadException(String bundleName, boolean reentrant, String message) {
        this(bundleName, reentrant, message, null);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param reentrant whether the thread would have had to wait for itself
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ReloadException(String bundleName, boolean reentrant, String message, @Nullable Throwable cause) {
        super(bundleName, message, cause);
        this.reentrant = reentrant;
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param reentrant whether the thread would have had to wait for itself
     * @param explanation what went wrong, why, and what to do
     */
    public ReloadException(String bundleName, boolean reentrant, Explanation explanation) {
        this(bundleName, reentrant, explanation, null);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param reentrant whether the thread would have had to wait for itself
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ReloadException(String bundleName, boolean reentrant, Explanation explanation, @Nullable Throwable cause) {
        super(bundleName, explanation, cause);
        this.reentrant = reentrant;
    }

    /**
     * {@return whether the reload was refused because the thread would have had to wait
     * for itself: it is in a guest call, a guard, a listener or a bundle's
     * initialisation}
     */
    public boolean isReentrant() {
        return this.reentrant;
    }

}
