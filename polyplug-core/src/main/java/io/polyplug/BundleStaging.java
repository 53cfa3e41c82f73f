package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.Manifest;
import io.polyplug.bundle.MemoryRule;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ManifestException;
import io.polyplug.loader.BundleCopy;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.loader.NativeLoader;
import io.polyplug.loader.StagedBundle;
import io.polyplug.loader.WorkDirectory;
import io.polyplug.store.BundleLedger;

/**
 * Turns folders into staged generations: private copy first, then everything else on that
 * copy. The life-cycle lock guards it, but for the ledgers.
 */
final class BundleStaging {

    private final WorkDirectory work;

    private final NativeLoader loader;

    private final SignatureCheck signatures;

    private final Map<String, ReturnedMemory> returnedMemory;

    private final Map<String, BundleLedger> ledgers = new ConcurrentHashMap<>();

    /** How often each bundle was activated. */
    private final Map<String, Long> activations = new HashMap<>();

    BundleStaging(WorkDirectory work, NativeLoader loader, RuntimeOptions options) {
        this.work = work;
        this.loader = loader;
        this.signatures = options.signatures();
        this.returnedMemory = options.returnedMemory();
    }

    /** Copies a folder whose bundle is not known yet; messages call it by the folder. */
    StagedBundle copy(Path directory) {
        Path name = directory.getFileName();
        return copy(directory, (name != null) ? name.toString() : directory.toString());
    }

    StagedBundle copy(Path directory, String bundleName) {
        Path manifest = directory.resolve(Manifest.FILE_NAME);
        if (!Files.isRegularFile(manifest)) {
            throw new ManifestException(manifest, "",
                    "manifest parse error in " + manifest
                            + ": failed to read it: there is no such file. Give the bundle's folder, or a file in it",
                    null);
        }
        Path target = this.work.newGenerationDirectory(bundleName, this.activations.getOrDefault(bundleName, 0L) + 1);
        try {
            return staged(directory, BundleCopy.of(directory, target, bundleName));
        }
        catch (BundleLoadException ex) {
            throw this.signatures.refusal(directory, bundleName, ex);
        }
    }

    StagedBundle copyAgain(LoadedGeneration previous) {
        String name = previous.generation().bundleName();
        Path target = this.work.newGenerationDirectory(name, this.activations.getOrDefault(name, 0L) + 1);
        return staged(previous.source(), previous.files().again(target));
    }

    private StagedBundle staged(Path source, BundleCopy copy) {
        try {
            Manifest manifest = Manifest.read(copy.directory().resolve(Manifest.FILE_NAME),
                    source.resolve(Manifest.FILE_NAME),
                    (name) -> this.signatures.check(copy.directory(), name, source));
            long number = this.activations.getOrDefault(manifest.name(), 0L) + 1;
            BundleLedger ledger = this.ledgers.computeIfAbsent(manifest.name(), BundleLedger::new);
            return new StagedBundle(source, copy, manifest, ledger, number, borrows(manifest), number == 1);
        }
        catch (Throwable ex) {
            copy.delete();
            throw ex;
        }
    }

    /** The runtime's setting stands over the manifest's. */
    private boolean borrows(Manifest manifest) {
        ReturnedMemory setting = this.returnedMemory.get(manifest.name());
        return (setting != null) ? setting == ReturnedMemory.BORROWED
                : manifest.jvm().returnedMemory().orElse(MemoryRule.RECLAIM) == MemoryRule.BORROWED;
    }

    LoadedGeneration stage(StagedBundle staged, @Nullable LoadedGeneration previous) {
        return this.loader.stage(staged, previous);
    }

    /** Remembers that a staged generation was published. */
    void activated(LoadedGeneration generation) {
        this.activations.put(generation.generation().bundleName(), generation.generation().number());
    }

    /** Sorts folders by the names of their bundles, which must differ. */
    List<Path> inOrderOfNames(List<Path> directories) {
        Map<Path, String> names = new HashMap<>();
        Map<String, Path> byName = new HashMap<>();
        for (Path directory : directories) {
            Path manifest = directory.resolve(Manifest.FILE_NAME);
            String name = Manifest.read(manifest, manifest).name();
            Path other = byName.putIfAbsent(name, directory);
            if (other != null) {
                throw new BundleLoadException(name, "Bundle '" + name + "' is there twice: in " + other + " and in "
                        + directory + ". Remove one of them, or rename it", null);
            }
            names.put(directory, name);
        }
        return directories.stream().sorted(Comparator.comparing(names::get)).toList();
    }

    /** Returns the ledgers of all bundles ever seen, by name. */
    Map<String, BundleLedger> ledgers() {
        return Map.copyOf(this.ledgers);
    }

}
