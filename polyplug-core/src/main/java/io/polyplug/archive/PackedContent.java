package io.polyplug.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import io.polyplug.bundle.Manifest;
import io.polyplug.zip.ArchiveProblems;

/**
 * What an archive is to hold, by path and in the order in which it is written: the
 * manifest, then by the bytes of the paths. Immutable.
 *
 * @param parts the files and empty folders
 */
record PackedContent(SortedMap<String, Part> parts) {

    private static final Comparator<String> ORDER = Comparator
        .<String>comparingInt((path) -> path.equals(Manifest.FILE_NAME) ? 0 : 1)
        .thenComparing((path) -> path.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    static PackedContent of(Map<String, Part> parts) {
        SortedMap<String, Part> sorted = new TreeMap<>(ORDER);
        sorted.putAll(parts);
        return new PackedContent(sorted);
    }

    /** Returns the content of one folder as it is. */
    static PackedContent of(Path folder, ArchiveProblems problems) throws IOException {
        Map<String, Part> parts = FolderContent.of(folder, problems);
        if (!(parts.get(Manifest.FILE_NAME) instanceof Part.Plain)) {
            throw problems.of("would have no " + Manifest.FILE_NAME + ", for there is none in " + folder,
                    "Name the bundle's own folder");
        }
        return of(parts);
    }

    /** Returns the content of folders that were built for different platforms. */
    static PackedContent of(List<Path> folders, ArchiveProblems problems) throws IOException {
        PackedContent first = of(folders.get(0), problems);
        if (folders.size() == 1) {
            return first;
        }
        PlatformMerge merge = new PlatformMerge(problems);
        merge.add(folders.get(0), first);
        for (Path folder : folders.subList(1, folders.size())) {
            merge.add(folder, of(folder, problems));
        }
        return merge.result();
    }

    void copyTo(Path folder) throws IOException {
        for (Map.Entry<String, Part> each : this.parts.entrySet()) {
            Path target = folder.resolve(each.getKey());
            if (each.getValue() instanceof Part.EmptyFolder) {
                Files.createDirectories(target);
            }
            else {
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                try (InputStream content = each.getValue().open()) {
                    Files.copy(content, target);
                }
            }
        }
    }

    /** A file or a folder. */
    sealed interface Part {

        /** Opens the content; that of a folder is nothing. */
        InputStream open() throws IOException;

        /** A file of a folder, read when it is written. */
        record Plain(Path file) implements Part {

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(this.file);
            }

        }

        /** A file that was made of several. */
        record Made(byte[] content) implements Part {

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(this.content);
            }

        }

        /** A folder with nothing in it. */
        record EmptyFolder() implements Part {

            @Override
            public InputStream open() {
                return InputStream.nullInputStream();
            }

        }

    }

}
