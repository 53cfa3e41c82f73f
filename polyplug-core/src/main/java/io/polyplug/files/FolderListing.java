package io.polyplug.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What is in a folder at one moment, by path relative to it and folders before their
 * content. Two listings that are equal mean that nothing changed in between, except for
 * files that were modified just before the first.
 */
record FolderListing(Map<Path, Entry> entries) {

    private static final String UNIX_ATTRIBUTES = "unix:isRegularFile,isDirectory,isSymbolicLink,size,lastModifiedTime,"
            + "ctime,fileKey";

    /** What is found at a path. */
    sealed interface Entry {

        /** A folder; what is in it has entries of its own. */
        record Folder() implements Entry {
        }

        /**
         * A file, and what tells that it was changed. Whoever writes a file may set the
         * time at which it was modified, but not the time at which anything about it was
         * changed.
         */
        record Plain(long size, FileTime modified, FileTime changed, @Nullable Object key) implements Entry {

            boolean isTouchedAfter(Instant time) {
                return this.modified.toInstant().isAfter(time) || this.changed.toInstant().isAfter(time);
            }

            Plain changedAt(FileTime time) {
                return new Plain(this.size, this.modified, time, this.key);
            }

        }

        /** A symbolic link, and where it leads. */
        record Link(Path target) implements Entry {
        }

        /** A device, a socket or the like. */
        record Other() implements Entry {
        }

    }

    static FolderListing of(Path folder) throws IOException {
        Map<Path, Entry> entries = new LinkedHashMap<>();
        try {
            addContent(folder, folder, entries);
        }
        catch (DirectoryIteratorException ex) {
            throw ex.getCause();
        }
        return new FolderListing(entries);
    }

    private static void addContent(Path root, Path folder, Map<Path, Entry> entries) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
            for (Path file : content) {
                Entry entry = entryAt(file);
                entries.put(root.relativize(file), entry);
                if (entry instanceof Entry.Folder) {
                    addContent(root, file, entries);
                }
            }
        }
    }

    /** Returns what is found at one path, links not followed. */
    static Entry entryAt(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix") ? unixEntry(path)
                : entry(path, Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** All at once: otherwise the time of the last change takes a second look. */
    private static Entry unixEntry(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, UNIX_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        if (value(attributes, "isRegularFile", Boolean.class)) {
            return new Entry.Plain(value(attributes, "size", Long.class),
                    value(attributes, "lastModifiedTime", FileTime.class), value(attributes, "ctime", FileTime.class),
                    attributes.get("fileKey"));
        }
        return entry(path, value(attributes, "isDirectory", Boolean.class),
                value(attributes, "isSymbolicLink", Boolean.class));
    }

    private static <T> T value(Map<String, Object> attributes, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(attributes.get(name)));
    }

    /** Where the system does not tell it, the time of the last modification has to do. */
    private static Entry entry(Path path, BasicFileAttributes attributes) throws IOException {
        if (attributes.isRegularFile()) {
            FileTime modified = attributes.lastModifiedTime();
            return new Entry.Plain(attributes.size(), modified, modified, attributes.fileKey());
        }
        return entry(path, attributes.isDirectory(), attributes.isSymbolicLink());
    }

    private static Entry entry(Path path, boolean folder, boolean link) throws IOException {
        if (folder) {
            return new Entry.Folder();
        }
        return link ? new Entry.Link(Files.readSymbolicLink(path)) : new Entry.Other();
    }

    /** Returns the size of all files. */
    long bytes() {
        return this.entries.values()
            .stream()
            .mapToLong((entry) -> (entry instanceof Entry.Plain file) ? file.size() : 0)
            .sum();
    }

    /**
     * Returns the first path that a copy does not have as it is listed here. Times and
     * identities are those of the copy.
     */
    Optional<Path> firstLostIn(Path copy) throws IOException {
        Map<Path, Entry> found = Files.isDirectory(copy) ? of(copy).entries() : Map.of();
        return this.entries.entrySet()
            .stream()
            .filter((each) -> !isCopied(each.getValue(), found.get(each.getKey())))
            .map(Map.Entry::getKey)
            .findFirst();
    }

    private static boolean isCopied(Entry source, @Nullable Entry copy) {
        return (source instanceof Entry.Plain one && copy instanceof Entry.Plain other) ? one.size() == other.size()
                : source.equals(copy);
    }

    /**
     * Returns the files that differ from an earlier listing in nothing but the time of
     * their last change: renamed and back, linked, with other permissions, or overwritten
     * by somebody who set the old time.
     * @return nothing if anything else differs
     */
    List<Path> filesTouchedSince(FolderListing earlier) {
        List<Path> touched = new ArrayList<>();
        Map<Path, Entry> likeEarlier = new HashMap<>(this.entries);
        this.entries.forEach((path, entry) -> {
            if (entry instanceof Entry.Plain now && earlier.entries.get(path) instanceof Entry.Plain then
                    && !now.changed().equals(then.changed())) {
                touched.add(path);
                likeEarlier.put(path, now.changedAt(then.changed()));
            }
        });
        return likeEarlier.equals(earlier.entries) ? touched : List.of();
    }

}
