package io.polyplug.files;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.files.FolderListing.Entry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private copy of a bundle that nobody changes any more: names and layout are kept,
 * folders can only be entered and files only be read by this user. Immutable.
 */
public final class BundleCopy {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    private final String bundleName;

    private final Path directory;

    /** What was copied; set before anybody else sees the copy. */
    private FolderListing content = new FolderListing(Map.of());

    /** Set like the content: the SHA-256 of its files, if that was asked for. */
    private Map<Path, byte[]> hashes = Map.of();

    /** Set like the content. */
    private @Nullable BackgroundDigest digest;

    /** What may be written over. */
    private volatile Set<Path> spare = Set.of();

    private BundleCopy(String bundleName, Path directory) {
        this.bundleName = bundleName;
        this.directory = directory;
    }

    /**
     * Copies a bundle.
     * @param bundle the bundle's folder or archive, or a link to it
     * @param target where the copy is made; nothing is there yet, and the folder around
     * it is
     * @param bundleName the bundle's name
     * @return the copy
     * @throws BundleLoadException if the bundle cannot be copied, changes meanwhile, or
     * holds what no bundle may hold
     * @throws io.polyplug.error.BundleArchiveException if it is an archive that cannot be
     * read
     */
    public static BundleCopy of(Path bundle, Path target, String bundleName) {
        try (FileCopier copier = new FileCopier()) {
            return of(bundle, target, bundleName, copier, () -> null);
        }
    }

    /**
     * Copies a bundle.
     * @param copier copies the files
     * @param spares asked once the copy is begun for what may be written over, which may
     * be nothing
     */
    static BundleCopy of(Path bundle, Path target, String bundleName, FileCopier copier,
            Supplier<@Nullable SpareCopy> spares) {
        BundleCopy copy = new BundleCopy(bundleName, target);
        CopyProblems problems = new CopyProblems(bundleName, bundle, target);
        try (CopySource source = CopySource.of(bundle, target, problems)) {
            copy.fillFrom(source, copier, spares);
            return copy;
        }
        catch (NoSuchFileException ex) {
            throw problems.changed(ex.getMessage(), ex);
        }
        catch (IOException ex) {
            throw problems.unreadable(ex);
        }
    }

    /**
     * Takes a folder itself for the copy, to look at it and no more.
     * @param directory the bundle's folder
     * @param shownAs the folder that messages name
     * @param bundleName the bundle's name
     * @param problems told of each thing for which the folder could not be copied
     * @return what stands for the copy; whoever has it must not delete it
     */
    public static BundleCopy inPlace(Path directory, Path shownAs, String bundleName,
            Consumer<BundleLoadException> problems) {
        CopyProblems made = new CopyProblems(bundleName, shownAs, directory);
        try {
            FolderSource.check(directory, made, problems);
        }
        catch (IOException ex) {
            problems.accept(made.unreadable(ex));
        }
        return new BundleCopy(bundleName, directory);
    }

    /**
     * Requires that this copy is there as it was made, before it is copied again. Whoever
     * cleans temporary folders may have been here.
     * @throws BundleLoadException if a part of it is gone
     */
    void requireWhole() {
        try {
            Path lost = Files.isDirectory(this.directory) ? this.content.firstLostIn(this.directory).orElse(null)
                    : this.directory;
            if (lost != null) {
                throw gone(lost.equals(this.directory) ? "the folder" : "'" + lost + "'", null);
            }
        }
        catch (IOException ex) {
            throw gone("a file", ex);
        }
    }

    private BundleLoadException gone(String lost, @Nullable Exception cause) {
        String reason = "its private copy is gone: somebody removed " + lost
                + ", as a cleaner of temporary folders does";
        return new BundleLoadException(this.bundleName,
                new Explanation("Bundle '" + this.bundleName + "' cannot be rolled back: " + reason, reason,
                        "Reload the bundle from a folder of the version that you want"),
                cause);
    }

    /**
     * {@return the folder of the copy, as it was given for the target}
     */
    public Path directory() {
        return this.directory;
    }

    /**
     * {@return the name that messages call the bundle by}
     */
    String bundleName() {
        return this.bundleName;
    }

    /**
     * {@return the SHA-256 of the files that were hashed while they were copied, by their
     * paths in this copy}
     */
    public Map<Path, byte[]> hashes() {
        return this.hashes;
    }

    /**
     * Returns what tells this content from any other, whenever and from wherever it was
     * copied. Waits until it is computed.
     * @return 64 hexadecimal digits; nothing if somebody removed the copy before that
     */
    public String digest() {
        BackgroundDigest computed = this.digest;
        return (computed != null) ? computed.await() : "";
    }

    /**
     * Tells what the next copy may write over once nobody needs this one.
     * @param files files of this copy that nobody has mapped any more
     */
    public void spare(Set<Path> files) {
        this.spare = Set.copyOf(files);
    }

    /**
     * Ends the copy.
     * @return what the next one can be made of; {@code null} if that is nothing, and all
     * of it is deleted
     */
    @Nullable SpareCopy end() {
        forgetDigest();
        if (!this.spare.isEmpty()) {
            try {
                return SpareCopy.of(this.directory, this.spare);
            }
            catch (IOException ex) {
                logger.debug("The private copy {} cannot be used again", this.directory, ex);
            }
        }
        delete();
        return null;
    }

    /**
     * Removes the copy. What cannot be removed is logged and left to the work directory.
     */
    public void delete() {
        forgetDigest();
        try {
            FolderDeletion.delete(this.directory);
        }
        catch (IOException | RuntimeException ex) {
            logger.warn("The private copy {} of bundle '{}' was not removed", this.directory, this.bundleName, ex);
        }
    }

    /** The files go, or become those of another copy. */
    private void forgetDigest() {
        if (this.digest != null) {
            this.digest.forget();
        }
    }

    private void fillFrom(CopySource source, FileCopier copier, Supplier<@Nullable SpareCopy> spares)
            throws IOException {
        FolderListing wanted = source.listing();
        this.content = wanted;
        Set<Path> present = createDirectory(wanted, spares.get());
        boolean complete = false;
        try {
            this.hashes = copy(source, present, copier);
            source.requireUnchanged(this.directory, copier);
            seal(wanted);
            this.digest = BackgroundDigest.of(this.directory, wanted, this.hashes);
            complete = true;
        }
        finally {
            if (!complete) {
                delete();
            }
        }
    }

    /** Returns what is there already. */
    private Set<Path> createDirectory(FolderListing wanted, @Nullable SpareCopy spare) throws IOException {
        if (spare != null) {
            try {
                return spare.moveTo(this.directory, wanted);
            }
            catch (IOException ex) {
                logger.debug("What was left of another private copy cannot be used", ex);
            }
        }
        try {
            Files.createDirectory(this.directory, Permissions.PRIVATE.asAttributes());
            return Set.of();
        }
        catch (NoSuchFileException ex) {
            throw new IOException(this.directory.getParent() + " does not exist", ex);
        }
    }

    /** Returns the SHA-256 of each file, if the copier computes it. */
    private Map<Path, byte[]> copy(CopySource source, Set<Path> present, FileCopier copier) throws IOException {
        CopyProgress progress = new CopyProgress(this.bundleName, source.shownAs(), source.listing().bytes(),
                copier::nanoTime);
        Map<Path, byte[]> hashes = new HashMap<>();
        for (Map.Entry<Path, Entry> entry : source.listing().entries().entrySet()) {
            Path path = entry.getKey();
            Path target = this.directory.resolve(path);
            if (entry.getValue() instanceof Entry.Plain) {
                try (ReadableByteChannel content = source.open(path)) {
                    copier.copy(content, target, present.contains(path), progress);
                }
                byte[] hash = copier.contentDigest();
                if (hash != null) {
                    hashes.put(path, hash);
                }
            }
            else if (entry.getValue() instanceof Entry.Link link) {
                Files.createSymbolicLink(target, link.target());
            }
            else if (!present.contains(path)) {
                Files.createDirectory(target, Permissions.PRIVATE.asAttributes());
            }
        }
        return Map.copyOf(hashes);
    }

    private void seal(FolderListing listing) throws IOException {
        for (Map.Entry<Path, Entry> entry : listing.entries().entrySet()) {
            if (entry.getValue() instanceof Entry.Folder) {
                Permissions.SEALED.applyTo(this.directory.resolve(entry.getKey()));
            }
        }
        Permissions.SEALED.applyTo(this.directory);
    }

}
