package io.polyplug.staging;

import java.nio.file.Path;

import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.store.CallRules;

/**
 * What is about to be opened as a bundle's next generation: copied, read and verified.
 *
 * @param source what it is made from
 * @param ledger what is known of the bundle across generations
 * @param number which activation this will be, from 1
 * @param rules what holds for its calls
 * @param copyNanos how long copying and reading took
 */
public record Candidate(Source source, BundleLedger ledger, long number, CallRules rules, long copyNanos) {

    /**
     * Returns the same for an attempt that is discarded: what is found out about the
     * bundle is forgotten with it.
     * @return the candidate with a ledger of its own
     */
    public Candidate apart() {
        return new Candidate(this.source, new BundleLedger(name()), this.number, this.rules, this.copyNanos);
    }

    /**
     * {@return the bundle's name, as the manifest gives it}
     */
    public String name() {
        return manifest().name();
    }

    /**
     * {@return what the bundle says of itself, read from the private copy}
     */
    public Manifest manifest() {
        return this.source.manifest();
    }

    /**
     * Returns the folder that the private copy was made from.
     * @return the user's folder; the empty path for an in-process bundle
     */
    public Path directory() {
        return this.source.directory();
    }

    /**
     * Requires that this is a next version of what serves (docs/behaviour.md 13.2, step
     * 7).
     * @param serving the generation that serves
     * @throws BundleLoadException if name or loader are others, or the loader cannot
     * reload
     */
    public void requireReplaces(OpenGeneration serving) {
        String bundleName = serving.generation().bundleName();
        if (!name().equals(bundleName)) {
            throw new BundleLoadException(bundleName,
                    Explanation.ofBundle(bundleName, "its folder " + directory() + " now holds bundle '" + name() + "'",
                            "Reload it from a folder that holds it"));
        }
        String loader = serving.manifest().loader();
        if (!manifest().loader().equals(loader)) {
            throw new BundleLoadException(bundleName, Explanation.ofBundle(bundleName,
                    "it was loaded by loader '" + loader + "' and its manifest now names '" + manifest().loader() + "'",
                    "Unload it and load it again to change the loader"));
        }
        if (!this.source.supportsReload()) {
            throw new BundleLoadException(bundleName, Explanation.ofBundle(bundleName,
                    "its loader '" + loader + "' does not support hot-reload", "Unload it and load it again"));
        }
    }

    /** Deletes the private copy, for it does not come to serve. */
    public void delete() {
        this.source.delete();
    }

}
