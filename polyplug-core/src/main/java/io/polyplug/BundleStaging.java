package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.error.ManifestException;
import io.polyplug.files.BundleCopy;
import io.polyplug.loader.CodeLoader;
import io.polyplug.loader.CodeLoaders;
import io.polyplug.loader.GenerationStaging;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.loader.StagedBundle;
import io.polyplug.files.WorkDirectory;
import io.polyplug.signing.VerifyingKey;
import io.polyplug.store.BundleLedger;
import io.polyplug.store.CallCounters;
import io.polyplug.store.CallRules;
import io.polyplug.store.Generation;

/**
 * Turns folders into staged generations: private copy first, then everything else on that
 * copy. The life-cycle lock guards it, but for the ledgers.
 */
final class BundleStaging {

    private final WorkDirectory work;

    private final CodeLoaders loaders;

    private final GenerationStaging generations;

    private final SignatureCheck signatures;

    private final Compatibility compatibility;

    private final Map<String, ReturnedMemory> returnedMemory;

    private final OperationTrace trace;

    private final CallCounters calls;

    private final Map<String, BundleLedger> ledgers = new ConcurrentHashMap<>();

    /** How often each bundle was activated. */
    private final Map<String, Long> activations = new HashMap<>();

    BundleStaging(WorkDirectory work, CodeLoaders loaders, GenerationStaging generations, OperationTrace trace,
            CallCounters calls, RuntimeOptions options) {
        this.work = work;
        this.loaders = loaders;
        this.generations = generations;
        this.trace = trace;
        this.calls = calls;
        this.signatures = options.signatures();
        this.compatibility = options.compatibility();
        this.returnedMemory = options.returnedMemory();
    }

    /** Copies a folder whose bundle is not known yet; messages call it by the folder. */
    StagedBundle copy(Path directory) {
        Path name = directory.getFileName();
        return copy(directory, (name != null) ? name.toString() : directory.toString());
    }

    StagedBundle copy(Path directory, String bundleName) {
        long started = System.nanoTime();
        this.trace.about(bundleName);
        this.trace.step(Step.COPYING);
        Path manifest = directory.resolve(Manifest.FILE_NAME);
        if (!Files.isRegularFile(manifest)) {
            boolean link = Files.isSymbolicLink(manifest);
            String reason = "manifest parse error in " + manifest + ": "
                    + (link ? "it is a link that leads to no file" : "there is no such file");
            throw new ManifestException(manifest, "", new Explanation(reason, reason,
                    link ? "Correct the link" : "Give the bundle's folder, or a file in it"), null);
        }
        return staged(directory, privateCopy(directory, bundleName), started);
    }

    private BundleCopy privateCopy(Path directory, String bundleName) {
        try {
            return BundleCopy.of(directory, newFolder(bundleName), bundleName);
        }
        catch (BundleLoadException ex) {
            throw this.signatures.refusal(directory, bundleName, ex);
        }
    }

    private Path newFolder(String bundleName) {
        return this.work.newGenerationDirectory(bundleName, nextNumber(bundleName));
    }

    private long nextNumber(String bundleName) {
        return this.activations.getOrDefault(bundleName, 0L) + 1;
    }

    StagedBundle copy(InProcessBundle bundle) {
        CodeLoader loader = this.loaders.inProcess(bundle.contracts(), bundle.isStandIn());
        return staged(bundle.manifest(loader.name()), loader);
    }

    private StagedBundle staged(Manifest manifest, CodeLoader loader) {
        long started = System.nanoTime();
        String name = manifest.name();
        return staged(Path.of(""), BundleCopy.empty(newFolder(name), name), manifest, loader, null, started);
    }

    /** Copies what a generation was activated from, as it is now. */
    StagedBundle copySourceOf(LoadedGeneration active) {
        return active.loader().readsFolder() ? copy(active.source(), active.generation().bundleName())
                : staged(active.manifest(), active.loader());
    }

    /** Copies what a generation was activated with, as it was then. */
    StagedBundle copyAgain(LoadedGeneration previous) {
        long started = System.nanoTime();
        return previous.loader().readsFolder() ? staged(previous.source(),
                previous.files().again(newFolder(previous.generation().bundleName())), started)
                : staged(previous.manifest(), previous.loader());
    }

    private StagedBundle staged(Path source, BundleCopy copy, long started) {
        try {
            this.trace.step(Step.CHECKING);
            AtomicReference<@Nullable VerifyingKey> signer = new AtomicReference<>();
            Manifest manifest = Manifest.read(copy.directory().resolve(Manifest.FILE_NAME),
                    source.resolve(Manifest.FILE_NAME), this.compatibility,
                    (name) -> signer.set(this.signatures.check(copy.directory(), name, source).orElse(null)));
            this.trace.about(manifest.name());
            return staged(source, copy, manifest, this.loaders.require(manifest), signer.get(), started);
        }
        catch (Throwable ex) {
            copy.delete();
            throw ex;
        }
    }

    private StagedBundle staged(Path source, BundleCopy copy, Manifest manifest, CodeLoader loader,
            @Nullable VerifyingKey signer, long started) {
        long number = nextNumber(manifest.name());
        BundleLedger known = this.ledgers.get(manifest.name());
        BundleLedger ledger = (known != null) ? known : new BundleLedger(manifest.name(), this.calls);
        return new StagedBundle(source, copy, manifest, loader, signer, ledger, number, rules(manifest),
                System.nanoTime() - started);
    }

    /** The runtime's setting stands over the manifest's. */
    private CallRules rules(Manifest manifest) {
        Manifest.JvmSettings jvm = manifest.jvm();
        ReturnedMemory setting = this.returnedMemory.get(manifest.name());
        ReturnedMemory returned = (setting != null) ? setting : jvm.returnedMemory().orElse(ReturnedMemory.RECLAIM);
        return new CallRules(returned == ReturnedMemory.BORROWED, jvm.leavesHostArguments(),
                jvm.restoresFloatingPoint());
    }

    LoadedGeneration stage(StagedBundle staged, @Nullable LoadedGeneration previous) {
        this.trace.about(staged.manifest().name());
        return this.generations.stage(staged, previous);
    }

    /** Closes a staged generation that is not published. */
    void discard(LoadedGeneration staged) {
        this.generations.discard(staged);
    }

    /** Remembers that a staged generation was published. */
    void activated(LoadedGeneration generation) {
        Generation activated = generation.generation();
        this.activations.put(activated.bundleName(), activated.number());
        this.ledgers.put(activated.bundleName(), activated.ledger());
    }

    Compatibility compatibility() {
        return this.compatibility;
    }

    /** Returns the ledgers of all bundles that were ever activated, by name. */
    Map<String, BundleLedger> ledgers() {
        return Map.copyOf(this.ledgers);
    }

}
