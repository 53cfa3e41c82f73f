package io.polyplug.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import io.polyplug.files.FolderListing.Entry;

/**
 * What tells the content of one bundle's folder from that of another: the SHA-256 of the
 * lines that {@code sha256sum} prints for its files, in the order of the bytes of their
 * paths. Not thread-safe; used once.
 * <p>
 * A file counts under each path that leads to it, a link to a folder as that folder. What
 * begins with two dots counts only where a link leads to it: so Kubernetes names the
 * folders that its volumes keep their files in, and renames them at each change. Times,
 * permissions and empty folders do not count. A folder that links make appear more than
 * once is gone through once, and is a line of its own elsewhere.
 */
final class ContentDigest {

    private static final int BUFFER_SIZE = 64 * 1024;

    private final Path root;

    private final Map<Path, byte[]> contents;

    private final BooleanSupplier wanted;

    private final Map<Path, List<Path>> children = new HashMap<>();

    private final Map<Path, Entry> entries;

    /** Where each folder was met first. */
    private final Map<Path, String> met = new HashMap<>();

    /** The lines by path; each character of a path is one byte of it. */
    private final SortedMap<String, String> lines = new TreeMap<>();

    private ContentDigest(Path root, FolderListing listing, Map<Path, byte[]> contents, BooleanSupplier wanted) {
        this.root = root;
        this.contents = new HashMap<>(contents);
        this.wanted = wanted;
        this.entries = listing.entries();
        this.entries.keySet()
            .forEach((path) -> this.children.computeIfAbsent(folderOf(path), (folder) -> new ArrayList<>()).add(path));
    }

    /**
     * Returns the digest of a folder.
     * @param folder the folder
     * @param listing what is in it, without links that lead out of it
     * @param contents the SHA-256 of files, by the path in the listing; other files are
     * read
     * @param wanted asked while files are read
     * @return 64 hexadecimal digits
     * @throws IOException if a file cannot be read, or the digest is not wanted any more
     */
    static String of(Path folder, FolderListing listing, Map<Path, byte[]> contents, BooleanSupplier wanted)
            throws IOException {
        ContentDigest digest = new ContentDigest(folder.toRealPath(), listing, contents, wanted);
        digest.addFolder(Path.of(""), "");
        MessageDigest all = sha256();
        digest.lines.values().forEach((line) -> all.update(line.getBytes(StandardCharsets.ISO_8859_1)));
        return HexFormat.of().formatHex(all.digest());
    }

    private static Path folderOf(Path path) {
        Path parent = path.getParent();
        return (parent != null) ? parent : Path.of("");
    }

    private void addFolder(Path folder, String shownAs) throws IOException {
        String before = this.met.putIfAbsent(folder, shownAs);
        if (before != null) {
            this.lines.put(shownAs, line("= " + before, shownAs));
            return;
        }
        SortedMap<String, Path> byName = new TreeMap<>();
        for (Path child : this.children.getOrDefault(folder, List.of())) {
            byName.put(nameOf(child), child);
        }
        for (Map.Entry<String, Path> child : byName.entrySet()) {
            if (!child.getKey().startsWith("..")) {
                add(child.getValue(), shownAs.isEmpty() ? child.getKey() : shownAs + "/" + child.getKey());
            }
        }
    }

    private void add(Path path, String shownAs) throws IOException {
        Entry entry = this.entries.get(path);
        if (entry instanceof Entry.Link) {
            add(this.root.relativize(this.root.resolve(path).toRealPath()), shownAs);
        }
        else if (entry instanceof Entry.Plain) {
            this.lines.put(shownAs, line(HexFormat.of().formatHex(content(path)), shownAs));
        }
        else {
            addFolder(path, shownAs);
        }
    }

    private byte[] content(Path path) throws IOException {
        byte[] known = this.contents.get(path);
        if (known == null) {
            known = read(this.root.resolve(path));
            this.contents.put(path, known);
        }
        return known;
    }

    private byte[] read(Path file) throws IOException {
        MessageDigest content = sha256();
        byte[] bytes = new byte[BUFFER_SIZE];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
                if (!this.wanted.getAsBoolean()) {
                    throw new IOException("The digest of " + this.root + " is not wanted any more");
                }
                content.update(bytes, 0, count);
            }
        }
        return content.digest();
    }

    /** As {@code sha256sum} prints it, line breaks in names included. */
    private static String line(String content, String shownAs) {
        String escaped = shownAs.replace("\\", "\\\\").replace("\n", "\\n");
        return (escaped.equals(shownAs) ? "" : "\\") + content + "  " + escaped + "\n";
    }

    /**
     * Returns the bytes of a name. As text, what is beyond ASCII would depend on the
     * locale of this JVM.
     */
    private String nameOf(Path path) {
        String text = path.getFileName().toString();
        return text.chars().allMatch((each) -> each < 0x80) ? text : encodedName(this.root.resolve(path));
    }

    private static String encodedName(Path path) {
        String encoded = path.toUri().getRawPath();
        int end = encoded.endsWith("/") ? encoded.length() - 1 : encoded.length();
        StringBuilder bytes = new StringBuilder();
        for (int i = encoded.lastIndexOf('/', end - 1) + 1; i < end; i++) {
            if (encoded.charAt(i) == '%') {
                bytes.append((char) Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            }
            else {
                bytes.append(encoded.charAt(i));
            }
        }
        return bytes.toString();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }

}
