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
import java.util.Optional;
import java.util.stream.Stream;

import io.polyplug.archive.BundleArchive;
import io.polyplug.sources.fetch.Digest;
import io.polyplug.sources.fetch.SourceFailure;

import org.springframework.util.FileSystemUtils;

/**
 * Archives that were fetched, by their digests, and which of them a source named the last
 * time. Everything appears in one step and is never changed, so processes may share the
 * folder. Thread-safe.
 */
final class ArchiveStore implements AutoCloseable {

    /** What a process that was killed has left is removed by others after that. */
    private static final Duration LEFTOVER = Duration.ofDays(1);

    private final Path directory;

    private final boolean temporary;

    private ArchiveStore(Path directory, boolean temporary) throws IOException {
        this.directory = directory.toAbsolutePath().normalize();
        this.temporary = temporary;
        Files.createDirectories(this.directory, ownerOnly());
        for (Path part : new Path[] { incoming(), archives(), references() }) {
            Files.createDirectories(part, ownerOnly());
        }
        removeLeftovers();
    }

    /**
     * Returns a store that others may share, and that stays.
     * @param directory its folder, which only this user may enter if it is made here
     * @throws IOException if it cannot be made
     */
    static ArchiveStore in(Path directory) throws IOException {
        return new ArchiveStore(directory, false);
    }

    /**
     * Returns a store that goes when it is closed.
     * @throws IOException if it cannot be made
     */
    static ArchiveStore temporary() throws IOException {
        return new ArchiveStore(Files.createTempDirectory("polyplug-sources-"), true);
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

    private Path archives() {
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
        Files.move(file, archive, StandardCopyOption.ATOMIC_MOVE);
        return archive;
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
        try {
            return find(Digest.parse(Files.readString(reference(source), StandardCharsets.UTF_8).strip()));
        }
        catch (NoSuchFileException | SourceFailure ex) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        if (this.temporary) {
            FileSystemUtils.deleteRecursively(this.directory);
        }
    }

}
