package io.polyplug.autoconfigure.watch.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.polyplug.archive.BundleArchive;
import org.jspecify.annotations.Nullable;

/**
 * A bundle's folder or archive at one moment, as far as it can be told without reading
 * files. Two that are equal mean that nothing was changed in between, except within the
 * resolution of times. Immutable.
 * <p>
 * Links are seen as links, so that one which is bent counts as a change. They lead to
 * nowhere else than into the folder: others are refused when it is copied.
 *
 * @param realPath where the folder is when links to it have been followed
 * @param entries what is in it, by path
 */
public record FolderState(Path realPath, Map<Path, Entry> entries) {

    private static final String BASIC = "size,lastModifiedTime,fileKey,isDirectory,isSymbolicLink";

    /**
     * With the time of the last change to name, owner or content, which nobody can set.
     */
    private static final String UNIX = "unix:" + BASIC + ",ctime";

    /** The path at which an archive has itself for its only entry. */
    private static final Path ARCHIVE = Path.of("");

    /**
     * Looks at a folder or an archive.
     * @param folder the folder or the archive, or a link to it
     * @return what is there
     * @throws IOException if it cannot be read, or something goes while it is looked at
     */
    public static FolderState of(Path folder) throws IOException {
        Path realPath = folder.toRealPath();
        Map<Path, Entry> entries = new HashMap<>();
        String attributes = realPath.getFileSystem().supportedFileAttributeViews().contains("unix") ? UNIX : BASIC;
        if (BundleArchive.isArchive(folder)) {
            return new FolderState(realPath, Map.of(ARCHIVE, entry(realPath, attributes)));
        }
        add(realPath, realPath, attributes, entries);
        return new FolderState(realPath, Map.copyOf(entries));
    }

    private static void add(Path root, Path folder, String attributes, Map<Path, Entry> entries) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (!TemporaryFiles.include(child)) {
                    Entry entry = entry(child, attributes);
                    entries.put(root.relativize(child), entry);
                    if (entry.isFolder()) {
                        add(root, child, attributes, entries);
                    }
                }
            }
        }
        catch (DirectoryIteratorException ex) {
            throw Objects.requireNonNull(ex.getCause());
        }
    }

    /** Times and sizes of folders change with temporary files, and so are left out. */
    private static Entry entry(Path path, String attributes) throws IOException {
        Map<String, Object> values = Files.readAttributes(path, attributes, LinkOption.NOFOLLOW_LINKS);
        if (Boolean.TRUE.equals(values.get("isDirectory"))) {
            return new Entry("", true);
        }
        String link = Boolean.TRUE.equals(values.get("isSymbolicLink")) ? " -> " + Files.readSymbolicLink(path) : "";
        return new Entry(values.get("size") + " " + values.get("lastModifiedTime") + " " + values.get("ctime") + " "
                + values.get("fileKey") + link, false);
    }

    /**
     * {@return the folders where changes to it happen, as real paths: the folder itself
     * and all folders in it, or the one around the archive}
     */
    public Set<Path> folders() {
        if (this.entries.containsKey(ARCHIVE)) {
            return Set.of(Objects.requireNonNull(this.realPath.getParent()));
        }
        Set<Path> folders = new HashSet<>();
        folders.add(this.realPath);
        this.entries.forEach((path, entry) -> {
            if (entry.isFolder()) {
                folders.add(this.realPath.resolve(path));
            }
        });
        return folders;
    }

    /**
     * Returns whether a bundle can be seen at a path.
     * @param folder the folder or archive
     * @return {@code true} if it is an archive, or has a manifest in it or a link of its
     * name
     */
    public static boolean hasManifest(Path folder) {
        return BundleArchive.isArchive(folder) || Files.exists(manifest(folder), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns where the manifest of a bundle is.
     * @param folder the bundle's folder
     * @return a path in it
     */
    public static Path manifest(Path folder) {
        return folder.resolve("manifest.toml");
    }

    /**
     * Looks at a folder that may be gone.
     * @param folder the folder, or a link to it
     * @return what is there, or {@code null} if it cannot be told now
     */
    public static @Nullable FolderState orNull(Path folder) {
        try {
            return of(folder);
        }
        catch (IOException ex) {
            return null;
        }
    }

    /**
     * What is found at a path.
     *
     * @param stamp what tells that it was changed
     * @param isFolder whether it is a folder
     */
    public record Entry(String stamp, boolean isFolder) {
    }

}
