package io.polyplug;

/**
 * What happens to a bundle without a good signature (docs/abi.md 8.7).
 */
public enum SignaturePolicy {

    /** Signatures are not looked at. The default. */
    OFF,

    /** A missing, bad or untrusted signature is logged, and the bundle used. */
    WARN_ONLY,

    /** A missing, bad or untrusted signature refuses the bundle. */
    REQUIRED

}
