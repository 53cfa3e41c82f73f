package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a bundle's signature does not satisfy the signature policy.
 */
public final class SignatureException extends BundleException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param kind what the signature lacks
     * @param message what went wrong, why, and what to do
     */
    public SignatureException(String bundleName, Kind kind, String message) {
        this(bundleName, kind, message, null);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param kind what the signature lacks
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public SignatureException(String bundleName, Kind kind, String message, @Nullable Throwable cause) {
        super(bundleName, message, cause);
        this.kind = kind;
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param kind what the signature lacks
     * @param explanation what went wrong, why, and what to do
     */
    public SignatureException(String bundleName, Kind kind, Explanation explanation) {
        this(bundleName, kind, explanation, null);
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param kind what the signature lacks
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public SignatureException(String bundleName, Kind kind, Explanation explanation, @Nullable Throwable cause) {
        super(bundleName, explanation, cause);
        this.kind = kind;
    }

    /**
     * {@return what the signature lacks}
     */
    public Kind kind() {
        return this.kind;
    }

    /**
     * What a signature can lack.
     */
    public enum Kind {

        /** The bundle has no signature. */
        UNSIGNED,

        /** The bundle is not what was signed, or cannot be signed at all. */
        VERIFICATION_FAILED,

        /** The signature is good, but by a key that is not trusted. */
        UNTRUSTED_KEY

    }

}
