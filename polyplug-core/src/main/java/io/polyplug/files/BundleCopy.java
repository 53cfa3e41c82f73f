package io.polyplug.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
 * A private copy of a bundle's folder that nobody changes any more: names and layout are
 * kept, folders can only be entered and files only be read by this user. Immutable.
 */
public final class BundleCopy {

    /*
     * How a change under the copy is seen: the folder is listed before and after, with
     * size, times and identity of each file. This misses a change within the resolution
     * of the times, so the bytes of a file that was modified shortly before are read once
     * more and compared. So are those of a file that differs in nothing but the time of
     * its last change: a backup that links it, or the removal of a folder that shared it,
     * leaves its content alone. The folder is listed again afterwards, until two listings
     * are equal.
     */
    private static final long RESOLUTION_SECONDS = 2;

    private static final int MAX_LISTINGS = 10;

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
     * Copies a bundle's folder.
     * @param sourceDirectory the bundle's folder, or a link to it
     * @param target where the copy is made; nothing is there yet, and the folder around
     * it is
     * @param bundleName the bundle's name
     * @return the copy
     * @throws BundleLoadException if the folder cannot be copied, changes meanwhile, or
     * holds what no bundle may hold
     */
    public static BundleCopy of(Path sourceDirectory, Path target, String bundleName) {
        try (FileCopier copier = new FileCopier()) {
            return of(sourceDirectory, target, bundleName, copier, () -> null);
        }
    }

    /**
     * Copies a bundle's folder.
     * @param copier copies the files
     * @param spares asked once the copy is begun for what may be written over, which may
     * be nothing
     */
    static BundleCopy of(Path sourceDirectory, Path target, String bundleName, FileCopier copier,
            Supplier<@Nullable SpareCopy> spares) {
        BundleCopy copy = new BundleCopy(bundleName, target);
        try {
            copy.fillFrom(sourceDirectory, copier, spares);
            return copy;
        }
        catch (NoSuchFileException ex) {
            throw copy.changed(sourceDirectory, ex.getMessage(), ex);
        }
        catch (IOException ex) {
            throw copy.refused(sourceDirectory, "its folder could not be copied: " + copy.reason(ex, sourceDirectory),
                    "Let this process read the folder and write to the work directory, with room there for the copy",
                    ex);
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
        BundleCopy copy = new BundleCopy(bundleName, directory);
        try {
            Path source = directory.toRealPath();
            new CopyRules(source).check(FolderListing.of(source), (refusal) -> problems
                .accept(copy.refused(shownAs, refusal.reason(), refusal.cure(), null)));
        }
        catch (IOException ex) {
            problems.accept(copy.refused(shownAs, "its folder could not be read: " + copy.reason(ex, shownAs),
                    "Let this process read the folder", ex));
        }
        return copy;
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

    private void fillFrom(Path sourceDirectory, FileCopier copier, Supplier<@Nullable SpareCopy> spares)
            throws IOException {
        if (!Files.isDirectory(sourceDirectory)) {
            throw refused(sourceDirectory, "there is no such folder", "Create it or correct the path", null);
        }
        Path source = sourceDirectory.toRealPath();
        if (this.directory.startsWith(source)) {
            throw refused(sourceDirectory, "the work directory lies in it", "Choose another folder for one of them",
                    null);
        }
        Instant start = Instant.now();
        FolderListing before = FolderListing.of(source);
        this.content = before;
        new CopyRules(source).check(before, (refusal) -> {
            throw refused(sourceDirectory, refusal.reason(), refusal.cure(), null);
        });
        Set<Path> present = createDirectory(before, spares.get());
        boolean complete = false;
        try {
            this.hashes = copy(source, before, present, copier,
                    new CopyProgress(this.bundleName, sourceDirectory, before.bytes(), copier::nanoTime));
            requireUnchanged(sourceDirectory, source, before, recent(before, start), copier);
            seal(before);
            this.digest = BackgroundDigest.of(this.directory, before, this.hashes);
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
    private Map<Path, byte[]> copy(Path source, FolderListing listing, Set<Path> present, FileCopier copier,
            CopyProgress progress) throws IOException {
        Map<Path, byte[]> hashes = new HashMap<>();
        for (Map.Entry<Path, Entry> entry : listing.entries().entrySet()) {
            Path path = entry.getKey();
            Path target = this.directory.resolve(path);
            if (entry.getValue() instanceof Entry.Plain) {
                copy(source.resolve(path), target, present.contains(path), copier, progress);
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

    private static void copy(Path source, Path target, boolean present, FileCopier copier, CopyProgress progress)
            throws IOException {
        if (present) {
            copier.copyOver(source, target, progress);
        }
        else {
            copier.copy(source, target, progress);
        }
    }

    private static List<Path> recent(FolderListing listing, Instant start) {
        Instant limit = start.minusSeconds(RESOLUTION_SECONDS);
        List<Path> recent = new ArrayList<>();
        listing.entries().forEach((path, entry) -> {
            if (entry instanceof Entry.Plain file && file.isTouchedAfter(limit)) {
                recent.add(path);
            }
        });
        return recent;
    }

    private void requireUnchanged(Path shownAs, Path source, FolderListing before, List<Path> recent, FileCopier copier)
            throws IOException {
        FolderListing known = before;
        List<Path> doubtful = recent;
        for (int listings = 0; listings < MAX_LISTINGS; listings++) {
            requireSameContent(shownAs, source, doubtful, copier);
            FolderListing now = FolderListing.of(source);
            if (now.equals(known)) {
                return;
            }
            doubtful = now.filesTouchedSince(known);
            known = now;
            if (doubtful.isEmpty()) {
                break;
            }
        }
        throw changed(shownAs, firstDifference(before.entries(), known.entries()), null);
    }

    private void requireSameContent(Path shownAs, Path source, List<Path> files, FileCopier copier) throws IOException {
        for (Path file : files) {
            if (!copier.haveSameContent(source.resolve(file), this.directory.resolve(file))) {
                throw changed(shownAs, file.toString(), null);
            }
        }
    }

    private static String firstDifference(Map<Path, Entry> before, Map<Path, Entry> after) {
        for (Map.Entry<Path, Entry> entry : before.entrySet()) {
            if (!entry.getValue().equals(after.get(entry.getKey()))) {
                return entry.getKey().toString();
            }
        }
        return after.keySet()
            .stream()
            .filter((path) -> !before.containsKey(path))
            .findFirst()
            .map(Path::toString)
            .orElse("");
    }

    private void seal(FolderListing listing) throws IOException {
        for (Map.Entry<Path, Entry> entry : listing.entries().entrySet()) {
            if (entry.getValue() instanceof Entry.Folder) {
                Permissions.SEALED.applyTo(this.directory.resolve(entry.getKey()));
            }
        }
        Permissions.SEALED.applyTo(this.directory);
    }

    /** The system's words, with the user's folder where they name our copy. */
    private String reason(IOException ex, Path shownAs) {
        return ex.getClass().getSimpleName() + ": "
                + String.valueOf(ex.getMessage()).replace(this.directory.toString(), shownAs.toString());
    }

    private BundleLoadException changed(Path shownAs, @Nullable String file, @Nullable Exception cause) {
        return refused(shownAs, "'" + file + "' in its folder was changed while it was copied",
                "Finish writing it and try again", cause);
    }

    private BundleLoadException refused(Path shownAs, String reason, String cure, @Nullable Exception cause) {
        return new BundleLoadException(this.bundleName,
                new Explanation("Bundle '" + this.bundleName + "' (" + shownAs + ") was not loaded: " + reason,
                        shownAs + ": " + reason, cure),
                cause);
    }

}
