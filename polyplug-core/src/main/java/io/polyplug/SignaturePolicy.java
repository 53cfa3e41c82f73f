package io.polyplug;

/**
 * What happens to a bundle without a good signature (ABI specification 8.6).
 */
public enum SignaturePolicy {

    /** Signatures are not looked at. The default. */
    OFF,

    /** A missing or bad signature is logged. */
    WARN_ONLY,

    /** A missing or bad signature refuses the bundle. */
    REQUIRED

}
