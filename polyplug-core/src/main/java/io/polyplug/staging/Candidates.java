package io.polyplug.staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.Compatibility;
import io.polyplug.InProcessBundle;
import io.polyplug.SignaturePolicy;
import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.files.BundleCopy;
import io.polyplug.files.PrivateCopies;
import io.polyplug.loader.BundleFiles;
import io.polyplug.loader.CodeLoader;
import io.polyplug.loader.CodeLoaders;
import io.polyplug.operation.OperationTrace;
import io.polyplug.operation.Step;
import io.polyplug.signing.VerifyingKey;
import io.polyplug.work.WorkDirectory;
import io.polyplug.zip.ArchiveProblems;
import io.polyplug.zip.BundlePath;
import io.polyplug.zip.ZipArchive;

/**
 * Copies, reads and verifies what is to be opened: private copy first, then everything
 * else on that copy. The life-cycle lock guards it.
 */
public final class Candidates {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    private final WorkDirectory work;

    private final PrivateCopies copies;

    private final CodeLoaders loaders;

    private final Activations activations;

    private final StagingRules rules;

    private final OperationTrace trace;

    /**
     * Creates it.
     * @param work where private copies go
     * @param loaders what opens bundles
     * @param activations counts the generations of each bundle
     * @param rules what is asked of bundles
     * @param trace told what is done next
     */
    public Candidates(WorkDirectory work, CodeLoaders loaders, Activations activations, StagingRules rules,
            OperationTrace trace) {
        this.work = work;
        this.copies = new PrivateCopies(rules.signatures().policy() != SignaturePolicy.OFF);
        this.loaders = loaders;
        this.activations = activations;
        this.rules = rules;
        this.trace = trace;
    }

    /**
     * Makes one of a folder or archive whose bundle is not known yet; messages call it by
     * the name of that.
     * @param directory the user's folder or archive
     * @return the candidate
     * @throws io.polyplug.error.PolyplugException if it cannot be copied, read or
     * verified; nothing is left then
     */
    public Candidate of(Path directory) {
        Path name = directory.getFileName();
        return of(directory, (name != null) ? name.toString() : directory.toString());
    }

    /**
     * Makes one of Java objects.
     * @param bundle the objects
     * @return the candidate
     */
    public Candidate of(InProcessBundle bundle) {
        return of(new Source.Objects(JavaManifest.of(bundle), this.loaders.inProcess(bundle.contracts()),
                bundle.isStandIn()), System.nanoTime());
    }

    /**
     * Makes one of what a generation was activated from, as that is now.
     * @param active the generation
     * @return the candidate
     * @throws io.polyplug.error.PolyplugException as {@link #of(Path)}
     */
    public Candidate asItIsNow(OpenGeneration active) {
        return (active.source() instanceof Source.Folder folder)
                ? of(folder.directory(), active.generation().bundleName()) : of(active.source(), System.nanoTime());
    }

    /**
     * Makes one of what a generation was activated with, as that was then.
     * @param previous the generation
     * @return the candidate
     * @throws io.polyplug.error.PolyplugException as {@link #of(Path)}
     */
    public Candidate asItWas(OpenGeneration previous) {
        long started = System.nanoTime();
        return (previous.source() instanceof Source.Folder folder)
                ? read(folder.directory(), folder.kept().again(newFolder(previous.generation().bundleName())), started)
                : of(previous.source(), started);
    }

    /**
     * {@return how strict declarations are held}
     */
    public Compatibility compatibility() {
        return this.rules.compatibility();
    }

    private Candidate of(Path directory, String bundleName) {
        long started = System.nanoTime();
        this.trace.about(bundleName);
        this.trace.step(Step.COPYING);
        requireManifest(directory);
        return read(directory, copy(directory, bundleName), started);
    }

    private static void requireManifest(Path bundle) {
        if (BundlePath.isArchive(bundle)) {
            requireManifestIn(bundle);
            return;
        }
        if (BundlePath.isNamedLikeOne(bundle) && !Files.exists(bundle)) {
            boolean link = Files.isSymbolicLink(bundle);
            throw ArchiveProblems.reading(bundle)
                .of(link ? "is a link that leads to no file" : "does not exist",
                        link ? "Correct the link" : "Put it there, or correct the path");
        }
        Manifest.fileIn(bundle, bundle);
    }

    /** What cannot be read is told by whoever copies it. */
    private static void requireManifestIn(Path archive) {
        try (ZipArchive zip = ZipArchive.open(archive, ArchiveProblems.reading(archive))) {
            zip.require(Manifest.FILE_NAME);
        }
        catch (IOException ex) {
            logger.debug("The archive {} cannot be read", archive, ex);
        }
    }

    private BundleCopy copy(Path directory, String bundleName) {
        try {
            return this.copies.copy(directory, newFolder(bundleName), bundleName);
        }
        catch (BundleLoadException ex) {
            throw this.rules.signatures().refusal(directory, bundleName, ex);
        }
    }

    private Path newFolder(String bundleName) {
        return this.work.newGenerationDirectory(bundleName, this.activations.nextNumber(bundleName));
    }

    private Candidate read(Path directory, BundleCopy copy, long started) {
        try {
            this.trace.step(Step.CHECKING);
            AtomicReference<@Nullable VerifyingKey> signer = new AtomicReference<>();
            Manifest manifest = Manifest.read(copy.directory().resolve(Manifest.FILE_NAME),
                    BundlePath.in(directory, Manifest.FILE_NAME), this.rules.compatibility(),
                    (name) -> signer.set(verify(copy, name, directory)));
            this.trace.about(manifest.name());
            CodeLoader loader = this.loaders.require(manifest);
            BundleFiles files = new BundleFiles(directory, copy, manifest,
                    this.activations.nextNumber(manifest.name()));
            return of(Source.Folder.of(files, this.copies, loader, Optional.ofNullable(signer.get())), started);
        }
        catch (Throwable ex) {
            copy.delete();
            throw ex;
        }
    }

    private @Nullable VerifyingKey verify(BundleCopy copy, String bundleName, Path shownAs) {
        return this.rules.signatures().check(copy, bundleName, shownAs).orElse(null);
    }

    private Candidate of(Source source, long started) {
        Manifest manifest = source.manifest();
        return new Candidate(source, this.activations.ledger(manifest.name()),
                this.activations.nextNumber(manifest.name()), this.rules.callRules(manifest),
                System.nanoTime() - started);
    }

}
