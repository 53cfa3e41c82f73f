package io.polyplug.staging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.SignaturePolicy;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.SignatureException;
import io.polyplug.files.BundleCopy;
import io.polyplug.signing.BundleSignature;
import io.polyplug.signing.VerifyingKey;

/**
 * Holds bundles to the signature policy, at every activation and on the private copy that
 * is opened. Immutable.
 */
public final class SignatureCheck {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private final SignaturePolicy policy;

    private final Set<VerifyingKey> trusted;

    /**
     * Creates the check. Without trusted keys every key is good.
     * @param policy what happens without a good signature
     * @param trustedKeys the bytes of the keys whose signatures are good
     * @throws ConfigurationException if a trusted key is none and would be looked at
     */
    public SignatureCheck(SignaturePolicy policy, List<byte[]> trustedKeys) {
        this.policy = policy;
        this.trusted = (policy != SignaturePolicy.OFF) ? verifyingKeys(trustedKeys) : Set.of();
        if (policy == SignaturePolicy.OFF && !trustedKeys.isEmpty()) {
            logger.warn("Trusted keys are set but signatures are not looked at, for the signature policy is OFF. Set it"
                    + " to REQUIRED to refuse bundles that were not signed with one of them");
        }
    }

    /**
     * {@return what happens without a good signature}
     */
    public SignaturePolicy policy() {
        return this.policy;
    }

    private static Set<VerifyingKey> verifyingKeys(List<byte[]> trustedKeys) {
        Set<VerifyingKey> keys = new HashSet<>();
        for (int i = 0; i < trustedKeys.size(); i++) {
            try {
                keys.add(VerifyingKey.of(trustedKeys.get(i)));
            }
            catch (IllegalArgumentException ex) {
                String reason = "Trusted key " + (i + 1) + " of " + trustedKeys.size() + " is a " + ex.getMessage();
                throw new ConfigurationException("trusted keys",
                        new Explanation(reason, reason, "Give the bytes of a public key that bundles are signed with"),
                        ex);
            }
        }
        return Set.copyOf(keys);
    }

    /**
     * Checks the signature of a bundle.
     * @return the key that it was signed with; empty if the signature is not good, or
     * nobody looked at it
     * @throws SignatureException if it is required and not good
     */
    Optional<VerifyingKey> check(BundleCopy copy, String bundleName, Path shownAs) {
        if (this.policy == SignaturePolicy.OFF) {
            return Optional.empty();
        }
        try {
            return Optional.of(verify(BundleSignature.read(copy.directory(), bundleName, shownAs, copy.hashes())));
        }
        catch (SignatureException ex) {
            if (this.policy == SignaturePolicy.REQUIRED) {
                throw ex;
            }
            Explanation why = ex.explanation();
            logger.warn("signature check failed: {}. It is used nevertheless, for the signature policy is {}. {}",
                    why.summary(), this.policy, why.cure());
            return Optional.empty();
        }
    }

    private VerifyingKey verify(BundleSignature signature) {
        if (this.trusted.isEmpty()) {
            signature.verify();
        }
        else {
            signature.verify(this.trusted);
        }
        return signature.key();
    }

    /**
     * Returns what to tell about a folder that could not be copied. Where a signature is
     * required, a link or the like is told as what no signature covers.
     */
    PolyplugException refusal(Path folder, String bundleName, BundleLoadException failure) {
        if (this.policy != SignaturePolicy.REQUIRED) {
            return failure;
        }
        try {
            verify(BundleSignature.read(folder, bundleName, folder));
            return failure;
        }
        catch (SignatureException ex) {
            ex.addSuppressed(failure);
            boolean signable = ex.kind() != SignatureException.Kind.UNSIGNED && !(ex.getCause() instanceof IOException);
            return signable ? failure : ex;
        }
    }

}
