package io.polyplug.cli.archive;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

import io.polyplug.archive.BundleArchive;
import io.polyplug.signing.BundleSignature;

/**
 * The content of an archive in a temporary folder, until it is closed.
 */
public final class UnpackedArchive implements AutoCloseable {

    private final Path archive;

    private final Path folder;

    private UnpackedArchive(Path archive, Path folder) {
        this.archive = archive;
        this.folder = folder;
    }

    /**
     * Unpacks an archive.
     * @param archive the archive
     * @return its content
     * @throws IOException if that cannot be read or written
     */
    public static UnpackedArchive of(Path archive) throws IOException {
        UnpackedArchive unpacked = new UnpackedArchive(archive, Files.createTempDirectory("polyplug-archive"));
        try {
            BundleArchive.unpack(archive, unpacked.content());
            return unpacked;
        }
        catch (IOException | RuntimeException ex) {
            unpacked.close();
            throw ex;
        }
    }

    private Path content() {
        return this.folder.resolve("content");
    }

    /**
     * Reads the signature in the archive; messages name the archive.
     * @return the signature, not verified yet
     * @throws IOException if the manifest cannot be read
     */
    public BundleSignature signature() throws IOException {
        return BundleSignature.read(content(), ManifestName.of(content()).name(), this.archive);
    }

    @Override
    public void close() throws IOException {
        Files.walkFileTree(this.folder, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }

        });
    }

}
