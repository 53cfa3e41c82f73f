package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a bundle's signature does not satisfy the signature policy.
 */
public final class SignatureException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final String bundleName;

    private final Kind kind;

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param kind what the signature lacks
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public SignatureException(String bundleName, Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.bundleName = bundleName;
        this.kind = kind;
    }

    /**
     * Creates the exception.
     * @param bundleName the bundle's name
     * @param kind what the signature lacks
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public SignatureException(String bundleName, Kind kind, Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.bundleName = bundleName;
        this.kind = kind;
    }

    /**
     * Returns the bundle's name.
     * @return the bundle's name
     */
    public String bundleName() {
        return this.bundleName;
    }

    /**
     * Returns what the signature lacks.
     * @return the kind of failure
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
