package io.polyplug.autoconfigure.watch.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.polyplug.archive.BundleArchive;

/**
 * What a bundle's folder or archive holds, by the bytes of its files. As in the digest of
 * a loaded bundle a file counts under each path that leads to it, and what begins with
 * two dots only where a link leads to it, for so Kubernetes names the folders that a
 * volume keeps its files in; unlike there, temporary files do not count. A link that
 * leads out of the folder is not followed: it is refused when the folder is copied,
 * whatever is there.
 *
 * @param digest what tells it from other content
 * @param unfinished what seems not to be written to its end, or nothing
 */
public record BundleContent(String digest, Optional<String> unfinished) {

    /**
     * Reads all files of a folder, or an archive.
     * @param folder the folder or the archive, or a link to it
     * @return what it holds
     * @throws IOException if something cannot be read, or goes while it is read
     */
    public static BundleContent of(Path folder) throws IOException {
        Reading reading = new Reading(folder.toRealPath());
        if (BundleArchive.isArchive(folder)) {
            reading.addArchive(folder);
        }
        else {
            reading.addFolder(folder, "");
        }
        return new BundleContent(HexFormat.of().formatHex(reading.digest.digest()),
                Optional.ofNullable(reading.unfinished.isEmpty() ? null : reading.unfinished.get(0)));
    }

    /** One reading of a folder. */
    private static final class Reading {

        private final Path root;

        private final MessageDigest digest = sha256();

        private final Set<Path> met = new HashSet<>();

        private final List<String> unfinished = new ArrayList<>();

        private final byte[] buffer = new byte[1 << 16];

        Reading(Path root) {
            this.root = root;
        }

        void addFolder(Path folder, String shownAs) throws IOException {
            if (this.met.add(folder.toRealPath())) {
                for (Path child : children(folder)) {
                    add(child, shownAs + "/" + child.getFileName());
                }
            }
            else {
                add(shownAs + " again");
            }
        }

        private static List<Path> children(Path folder) throws IOException {
            List<Path> children = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                for (Path child : stream) {
                    if (!child.getFileName().toString().startsWith("..") && !TemporaryFiles.include(child)) {
                        children.add(child);
                    }
                }
            }
            catch (DirectoryIteratorException ex) {
                throw Objects.requireNonNull(ex.getCause());
            }
            Collections.sort(children);
            return children;
        }

        private void add(Path path, String shownAs) throws IOException {
            if (leadsOut(path)) {
                add(shownAs + " leads out");
            }
            else if (Files.isDirectory(path)) {
                addFolder(path, shownAs);
            }
            else if (Files.isRegularFile(path)) {
                addFile(path, shownAs);
            }
            else {
                add(shownAs + " leads to nothing");
            }
        }

        private boolean leadsOut(Path path) throws IOException {
            return Files.isSymbolicLink(path) && Files.exists(path) && !path.toRealPath().startsWith(this.root);
        }

        void addArchive(Path archive) throws IOException {
            addFile(archive, "/" + archive.getFileName());
            ArchiveEnd.lackingOf(archive).ifPresent(this.unfinished::add);
        }

        private void addFile(Path file, String shownAs) throws IOException {
            long size = 0;
            MessageDigest content = sha256();
            try (InputStream stream = Files.newInputStream(file)) {
                int read = stream.readNBytes(this.buffer, 0, this.buffer.length);
                LibraryHead head = LibraryHead.of(this.buffer, read);
                while (read > 0) {
                    size += read;
                    content.update(this.buffer, 0, read);
                    read = stream.read(this.buffer);
                }
                head.lackingOf(shownAs.substring(1), size).ifPresent(this.unfinished::add);
            }
            add(shownAs + " " + HexFormat.of().formatHex(content.digest()));
        }

        private void add(String line) {
            this.digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            }
            catch (NoSuchAlgorithmException ex) {
                throw new IllegalStateException("Every Java platform has SHA-256", ex);
            }
        }

    }

}
