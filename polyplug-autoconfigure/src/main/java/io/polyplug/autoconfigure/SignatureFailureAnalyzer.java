package io.polyplug.autoconfigure;

import io.polyplug.error.SignatureException;

/**
 * Explains a signature that does not satisfy the policy, by the properties that set it.
 */
final class SignatureFailureAnalyzer extends PolyplugFailureAnalyzer<SignatureException> {

    @Override
    String action(SignatureException failure) {
        return switch (failure.kind()) {
            case UNSIGNED -> "Sign bundle '" + failure.bundleName() + "', or set 'polyplug.signature.policy' to "
                    + "'warn-only' while there are bundles without a signature.";
            case VERIFICATION_FAILED -> "Deploy bundle '" + failure.bundleName() + "' again as it was signed, or sign "
                    + "it after the last change: a signature covers every file in the bundle's folder.";
            case UNTRUSTED_KEY -> "Sign bundle '" + failure.bundleName() + "' with a key of "
                    + "'polyplug.signature.trusted-keys', or add the key there if its owner may run code here.";
        };
    }

}
