package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure of something that was to be done with one bundle.
 */
public abstract sealed class BundleException extends PolyplugException permits BundleLoadException,
        BundleNotFoundException, DependencyInUseException, ReloadException, SignatureException {

    private static final long serialVersionUID = 1L;

    private final String bundleName;

    BundleException(String bundleName, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.bundleName = bundleName;
    }

    BundleException(String bundleName, Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.bundleName = bundleName;
    }

    /**
     * {@return the bundle's name}
     */
    public String bundleName() {
        return this.bundleName;
    }

}
