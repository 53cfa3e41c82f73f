package io.polyplug.loader;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.polyplug.files.BundleCopy;
import io.polyplug.bundle.Manifest;
import io.polyplug.signing.VerifyingKey;
import io.polyplug.store.BundleLedger;
import io.polyplug.store.CallRules;

/**
 * A private copy of a bundle that is about to be opened.
 *
 * @param source the user's folder
 * @param copy the private copy
 * @param manifest the manifest in the copy
 * @param loader what opens bundles of its kind
 * @param signer the key that the copy was verified with, or {@code null}
 * @param ledger what is known of the bundle across generations
 * @param number which activation this will be, from 1
 * @param rules what holds for its calls
 * @param copyNanos how long copying and reading took
 */
public record StagedBundle(Path source, BundleCopy copy, Manifest manifest, CodeLoader loader,
        @Nullable VerifyingKey signer, BundleLedger ledger, long number, CallRules rules, long copyNanos) {

    /**
     * Returns the same for an attempt that is discarded: what is found out about the
     * bundle is forgotten with it.
     * @return the bundle with a ledger of its own
     */
    public StagedBundle apart() {
        return new StagedBundle(this.source, this.copy, this.manifest, this.loader, this.signer,
                new BundleLedger(this.manifest.name()), this.number, this.rules, this.copyNanos);
    }

    /** Returns the file that the manifest names, in the private copy, links followed. */
    Path artifact() {
        return Artifact.artifact(this.copy.directory(), this.manifest, this.source);
    }

    /**
     * Returns the folder of that file as the manifest writes it: what guests are told.
     */
    Path artifactFolder() {
        return Artifact.folder(this.copy.directory(), this.manifest, this.source);
    }

    /**
     * Returns a text of others, such as the system's loader or the bundle itself, with
     * the user's folder wherever it names the private copy.
     */
    String shown(String text) {
        return text.replace(this.copy.directory().toString(), this.source.toString());
    }

}
