package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.polyplug.FoundBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.SignaturePolicy;
import io.polyplug.autoconfigure.source.FetchedArchiveCheck;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.signing.BundleSignature;
import io.polyplug.signing.VerifyingKey;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ResourceLoader;

/**
 * Judges what was fetched by its manifest, and by its signature where the properties
 * require one. The runtime does so again, on its private copy, before it opens anything.
 * Thread-safe.
 */
final class ManifestAndSignatureCheck implements FetchedArchiveCheck {

    private final PolyplugProperties.Signature signature;

    private final ResourceLoader resourceLoader;

    private final Supplier<PolyplugRuntime> runtime;

    ManifestAndSignatureCheck(PolyplugProperties.Signature signature, ResourceLoader resourceLoader,
            Supplier<PolyplugRuntime> runtime) {
        this.signature = signature;
        this.resourceLoader = resourceLoader;
        this.runtime = runtime;
    }

    @Override
    public void check(String bundle, Path archive) {
        for (FoundBundle found : this.runtime.get().findBundles(List.of(archive))) {
            requireUsable(bundle, found);
        }
        if (this.signature.policy() == SignaturePolicy.REQUIRED) {
            verify(BundleSignature.read(archive, bundle, archive));
        }
    }

    private static void requireUsable(String bundle, FoundBundle found) {
        PolyplugException refusal = found.refusal().orElse(null);
        if (refusal != null) {
            throw refusal("what is there cannot be used: " + refusal.explanation().summary(),
                    refusal.explanation().cure(), bundle, refusal);
        }
        String name = ConfiguredFolders.nameOf(found);
        if (!name.equals(bundle)) {
            throw refusal("its manifest names the bundle '" + name + "'",
                    "Correct the source, or write the property as " + BundlePropertyName.of(name, "source"), bundle,
                    null);
        }
    }

    private static BundleLoadException refusal(String reason, String cure, String bundle, @Nullable Throwable cause) {
        return new BundleLoadException(bundle, Explanation.ofBundle(bundle, reason, cure), cause);
    }

    private void verify(BundleSignature signature) {
        List<VerifyingKey> trusted = new ArrayList<>();
        List<String> keys = this.signature.trustedKeys();
        for (int i = 0; i < keys.size(); i++) {
            trusted.add(new TrustedKey("polyplug.signature.trusted-keys[" + i + "]", keys.get(i))
                .read(this.resourceLoader));
        }
        if (trusted.isEmpty()) {
            signature.verify();
        }
        else {
            signature.verify(trusted);
        }
    }

}
