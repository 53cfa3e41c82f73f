package io.polyplug.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.polyplug.archive.PackedContent.Part;
import io.polyplug.zip.ArchiveProblems;
import io.polyplug.zip.EntryName;
import org.jspecify.annotations.Nullable;

/**
 * Lists a bundle's folder, by paths as an archive has them. Not thread-safe; used once.
 */
final class FolderContent extends SimpleFileVisitor<Path> {

    private final Path folder;

    private final int folderLength;

    private final ArchiveProblems problems;

    private final Map<String, Part> parts = new HashMap<>();

    private FolderContent(Path folder, ArchiveProblems problems) {
        this.folder = folder;
        this.folderLength = encodedPath(folder).length();
        this.problems = problems;
    }

    /**
     * Lists a folder.
     * @param folder the folder, or a link to it
     * @return its files and empty folders
     */
    static Map<String, Part> of(Path folder, ArchiveProblems problems) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw problems.of("cannot have the content of " + folder + ", which is no folder",
                    "Create it or correct the path");
        }
        Path real = folder.toRealPath();
        Path around = problems.archive().getParent();
        if (around != null && Files.exists(around) && around.toRealPath().startsWith(real)) {
            throw problems.of("would lie in the folder that it is packed from", "Choose another place for it");
        }
        FolderContent content = new FolderContent(real, problems);
        Files.walkFileTree(real, content);
        return content.parts;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String path = pathOf(file);
        if (!attributes.isRegularFile()) {
            throw attributes.isSymbolicLink()
                    ? this.problems.at(path, "is a symbolic link in " + this.folder, "Put the file itself there")
                    : this.problems.at(path, "is neither a file nor a folder in " + this.folder,
                            "Remove it, a bundle holds only these");
        }
        this.parts.put(path, new Part.Plain(file));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (!directory.equals(this.folder) && isEmpty(directory)) {
            this.parts.put(pathOf(directory), new Part.EmptyFolder());
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var children = Files.newDirectoryStream(directory)) {
            return !children.iterator().hasNext();
        }
    }

    private String pathOf(Path path) {
        return EntryName.of(decoded(encodedPath(path).substring(this.folderLength)), this.problems);
    }

    /** Returns the path in ASCII, its bytes as the file system has them. */
    private static String encodedPath(Path path) {
        return path.toUri().getRawPath();
    }

    private static byte[] decoded(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                bytes.put((byte) Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            }
            else {
                bytes.put(encoded[i]);
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

}
