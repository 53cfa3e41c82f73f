package io.polyplug.sources;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.polyplug.archive.BundleArchive;
import io.polyplug.autoconfigure.source.TemporaryFolder;
import io.polyplug.sources.fetch.Digest;
import io.polyplug.sources.fetch.SourceFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * Archives that were fetched, by their digests, and which of them a source named the last
 * time. Everything appears in one step and is never changed, so processes may share the
 * folder. Of each bundle those archives are kept that were used last, and those that a
 * process uses. Thread-safe.
 */
final class ArchiveStore implements AutoCloseable {

    /** What a process that was killed has left is removed by others after that. */
    private static final Duration LEFTOVER = Duration.ofDays(1);

    private final Path directory;

    private final @Nullable TemporaryFolder temporary;

    private final int kept;

    private final ArchiveUses uses;

    /** What this process uses of each bundle, what it used last at the end. */
    private final Map<String, Set<Digest>> used = new HashMap<>();

    private ArchiveStore(Path directory, @Nullable TemporaryFolder temporary, int kept) throws IOException {
        this.temporary = temporary;
        this.kept = kept;
        Files.createDirectories(directory, ownerOnly());
        this.directory = directory.toRealPath();
        this.uses = new ArchiveUses(this.directory.resolve("uses"));
        for (Path part : new Path[] { incoming(), archives(), references() }) {
            Files.createDirectories(part, ownerOnly());
        }
        removeLeftovers();
    }

    /**
     * Returns a store that others may share, and that stays.
     * @param directory its folder, which only this user may enter if it is made here
     * @param kept how many archives of a bundle are kept beside those that are used
     * @throws IOException if it cannot be made
     */
    static ArchiveStore in(Path directory, int kept) throws IOException {
        return new ArchiveStore(directory, null, kept);
    }

    /**
     * Returns a store that goes when it is closed.
     * @throws IOException if it cannot be made
     */
    static ArchiveStore temporary(int kept) throws IOException {
        TemporaryFolder folder = TemporaryFolder.create("polyplug-sources-");
        return new ArchiveStore(folder.path(), folder, kept);
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
                : new FileAttribute<?>[0];
    }

    private Path incoming() {
        return this.directory.resolve("incoming");
    }

    /** Returns the folder that has the archives. */
    Path archives() {
        return this.directory.resolve("archives");
    }

    private Path references() {
        return this.directory.resolve("references");
    }

    private void removeLeftovers() throws IOException {
        Instant oldest = Instant.now().minus(LEFTOVER);
        try (Stream<Path> folders = Files.list(incoming())) {
            for (Path folder : folders.toList()) {
                if (lastModified(folder).isBefore(oldest)) {
                    FileSystemUtils.deleteRecursively(folder);
                }
            }
        }
    }

    /** Another process may have removed it meanwhile. */
    private static Instant lastModified(Path folder) throws IOException {
        try {
            return Files.getLastModifiedTime(folder).toInstant();
        }
        catch (NoSuchFileException ex) {
            return Instant.MAX;
        }
    }

    /**
     * Returns a new folder for something that is being fetched.
     */
    Path newFolder() throws IOException {
        return Files.createTempDirectory(incoming(), "");
    }

    /**
     * Returns an archive, if it is there and is what its name says. One that is not is
     * removed.
     */
    Optional<Path> find(Digest digest) throws IOException {
        Path archive = archive(digest);
        try {
            if (Digest.of(archive).equals(digest)) {
                Files.setLastModifiedTime(archive, FileTime.from(Instant.now()));
                return Optional.of(archive);
            }
            Files.delete(archive);
        }
        catch (NoSuchFileException ex) {
            // It was never there, or somebody has tidied up.
        }
        return Optional.empty();
    }

    private Path archive(Digest digest) {
        return archives().resolve(digest.hex() + BundleArchive.EXTENSION);
    }

    /**
     * Keeps a file that is on this file system.
     * @return the archive
     */
    Path keep(Path file, Digest digest) throws IOException {
        Path archive = archive(digest);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        Files.move(file, archive, StandardCopyOption.ATOMIC_MOVE);
        return archive;
    }

    /**
     * Takes archives of a bundle for those that this process uses. With others that it
     * used before they are as many as are kept of a bundle, or these alone.
     * @param bundle the bundle's name
     * @param archives archives of this store, the one last that may have been removed by
     * another process meanwhile
     * @return whether it is there and stays
     */
    boolean use(String bundle, List<Path> archives) {
        synchronized (this.used) {
            Set<Digest> digests = this.used.computeIfAbsent(bundle, (key) -> new LinkedHashSet<>());
            boolean there = true;
            for (Path archive : archives) {
                Digest digest = digestOf(archive);
                there = this.uses.begin(digest, archive);
                digests.remove(digest);
                if (there) {
                    digests.add(digest);
                }
            }
            Iterator<Digest> oldest = digests.iterator();
            for (int more = digests.size() - Math.max(this.kept, archives.size()); more > 0; more--) {
                this.uses.end(oldest.next());
                oldest.remove();
            }
            return there;
        }
    }

    private static Digest digestOf(Path archive) {
        String name = String.valueOf(archive.getFileName());
        return new Digest(name.substring(0, name.length() - BundleArchive.EXTENSION.length()));
    }

    boolean holds(Path archive) {
        return archives().equals(archive.getParent());
    }

    /**
     * Removes what need not be kept of a bundle, and what names archives that are gone.
     * @param archives all archives of one bundle
     * @return what was removed
     */
    List<Path> tidy(Collection<Path> archives) throws IOException {
        List<Path> removed = new ArrayList<>();
        for (Path archive : archives.stream()
            .sorted(Comparator.comparing(ArchiveStore::lastUse).reversed())
            .skip(this.kept)
            .toList()) {
            if (this.uses.remove(digestOf(archive), archive)) {
                removed.add(archive);
            }
        }
        if (!removed.isEmpty()) {
            removeOldReferences();
        }
        return removed;
    }

    private static Instant lastUse(Path archive) {
        try {
            return Files.getLastModifiedTime(archive).toInstant();
        }
        catch (IOException ex) {
            return Instant.MIN;
        }
    }

    /** A new one may be written for an archive that is fetched right now. */
    private void removeOldReferences() throws IOException {
        Instant oldest = Instant.now().minus(LEFTOVER);
        try (Stream<Path> references = Files.list(references())) {
            for (Path reference : references.toList()) {
                if (lastModified(reference).isBefore(oldest) && named(reference).filter(Files::exists).isEmpty()) {
                    Files.deleteIfExists(reference);
                }
            }
        }
    }

    private Optional<Path> named(Path reference) throws IOException {
        return read(reference).map(this::archive);
    }

    /**
     * Keeps which archive a source names.
     */
    void remember(String source, Digest digest) throws IOException {
        Path written = Files.createTempFile(incoming(), "", "");
        try {
            Files.writeString(written, digest + "\n");
            Files.move(written, reference(source), StandardCopyOption.ATOMIC_MOVE);
        }
        finally {
            Files.deleteIfExists(written);
        }
    }

    private Path reference(String source) {
        return references().resolve(Digest.ofText(source).hex());
    }

    /** Returns the archive that a source named the last time. */
    Optional<Path> remembered(String source) throws IOException {
        Optional<Digest> digest = read(reference(source));
        return digest.isPresent() ? find(digest.get()) : Optional.empty();
    }

    private static Optional<Digest> read(Path reference) throws IOException {
        try {
            return Optional.of(Digest.parse(Files.readString(reference, StandardCharsets.UTF_8).strip()));
        }
        catch (NoSuchFileException | SourceFailure ex) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        this.uses.close();
        if (this.temporary != null) {
            this.temporary.close();
        }
    }

}
