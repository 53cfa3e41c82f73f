package io.polyplug.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import io.polyplug.error.BundleArchiveException;
import io.polyplug.files.FolderDeletion;
import io.polyplug.signing.SigningKey;
import io.polyplug.zip.ArchiveProblems;
import io.polyplug.zip.BundlePath;
import io.polyplug.zip.ZipArchive;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as one file: a zip whose name ends with {@value #EXTENSION}, with the content
 * of the bundle's folder in it (docs/archives.md). Thread-safe: there is no state.
 * <p>
 * What is packed has the same bytes whenever and wherever that is done with the same
 * version of zlib: {@code manifest.toml} is first, all else follows in the order of the
 * bytes of its path, and times, owners and permissions are left out.
 */
public final class BundleArchive {

    /** What the name of an archive ends with. */
    public static final String EXTENSION = BundlePath.EXTENSION;

    private BundleArchive() {
    }

    /**
     * Returns whether a path is that of an archive. What is in the file does not matter.
     * @param path the path
     * @return whether it is a regular file, links followed, whose name ends with
     * {@value #EXTENSION}
     */
    public static boolean isArchive(Path path) {
        return BundlePath.isArchive(path);
    }

    /**
     * Packs one folder as it is, or several folders of one bundle that were built for
     * different platforms. The manifests of several must agree in everything but
     * {@code file}, which becomes the table of their platforms, and files with one path
     * must have the same bytes; what they were signed with is left out, for it does not
     * cover what comes of them.
     * @param folders the folders, at least one
     * @param file the archive, which is replaced in one step if it exists; its name ends
     * with {@value #EXTENSION}
     * @throws BundleArchiveException if a folder is no bundle or holds what no archive
     * may hold, links among it, or if the folders do not belong together
     * @throws IOException if a folder cannot be read, or the archive not be written
     */
    public static void pack(Collection<Path> folders, Path file) throws IOException {
        packed(List.copyOf(folders), file, null);
    }

    /**
     * Packs folders, and signs what is packed: the archive has a {@code bundle.sig} that
     * was made with the key. The folders stay as they are.
     * @param folders the folders, at least one
     * @param file the archive, which is replaced in one step if it exists; its name ends
     * with {@value #EXTENSION}
     * @param key signs what is packed
     * @throws BundleArchiveException if a folder is no bundle or holds what no archive
     * may hold, links among it, or if the folders do not belong together
     * @throws IOException if a folder cannot be read, or the archive not be written
     */
    public static void pack(Collection<Path> folders, Path file, SigningKey key) throws IOException {
        packed(List.copyOf(folders), file, key);
    }

    private static void packed(List<Path> folders, Path file, @Nullable SigningKey key) throws IOException {
        if (folders.isEmpty()) {
            throw new IllegalArgumentException("There is no folder to pack into " + file);
        }
        Path target = file.toAbsolutePath().normalize();
        ArchiveProblems problems = ArchiveProblems.packing(target);
        if (!BundlePath.isNamedLikeOne(target)) {
            throw problems.of("would not be taken for one by its name", "Let its name end with " + EXTENSION);
        }
        PackedContent content = PackedContent.of(folders, problems);
        if (key == null) {
            ArchiveFile.write(target, content, problems);
            return;
        }
        // What is signed is what is packed, even if the folders change meanwhile.
        Path copy = Files.createTempDirectory("polyplug-pack");
        try {
            content.copyTo(copy);
            key.sign(copy);
            ArchiveFile.write(target, PackedContent.of(List.of(copy), problems), problems);
        }
        finally {
            FolderDeletion.delete(copy);
        }
    }

    /**
     * Unpacks an archive: all of it, or nothing. Its {@code manifest.toml} is written
     * last, so that nobody who looks meanwhile finds a bundle there.
     * @param file the archive
     * @param folder a folder that does not exist or is empty; it is made with the folders
     * around it
     * @throws BundleArchiveException if the file is no archive of a bundle, or holds what
     * none may hold
     * @throws IOException if the archive cannot be read, or the folder not be written, or
     * has something in it
     */
    public static void unpack(Path file, Path folder) throws IOException {
        ArchiveProblems problems = ArchiveProblems.reading(file);
        try (ZipArchive archive = ZipArchive.open(file, problems)) {
            new Unpacking(archive, folder, problems).run();
        }
    }

}
