package io.polyplug.signing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Files of a bundle by path, and the digest that they have (docs/abi.md 8.6): computed
 * from what the test put there, and not from what a walk finds.
 */
public final class FileTree {

    private static final byte[] PREFIX = { 'p', 'o', 'l', 'y', 'p', 'l', 'u', 'g', '-', 'b', 'u', 'n', 'd', 'l', 'e',
            '-', 's', 'i', 'g', 0, 1 };

    private final Map<String, byte[]> files = new TreeMap<>(
            (one, other) -> Arrays.compareUnsigned(utf8(one), utf8(other)));

    /** Puts a file into the tree. */
    public FileTree with(String path, byte[] content) {
        this.files.put(path, content);
        return this;
    }

    FileTree with(String path, String content) {
        return with(path, utf8(content));
    }

    /**
     * Writes the files into a folder that exists. Names go through a URI, for it carries
     * their bytes whatever the locale is.
     */
    Path writeTo(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : this.files.entrySet()) {
            Path target = in(folder, encoded(utf8(file.getKey())));
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        return folder;
    }

    /** Returns the path in a folder whose bytes stand behind percent signs. */
    static Path in(Path folder, String encodedPath) {
        return Path.of(URI.create(folder.toUri() + encodedPath));
    }

    private static String encoded(byte[] path) {
        StringBuilder text = new StringBuilder();
        for (byte each : path) {
            text.append((each == '/') ? "/" : String.format("%%%02X", each));
        }
        return text.toString();
    }

    /** Returns the files of a folder of plain names. */
    public static FileTree of(Path folder) {
        try (var paths = Files.walk(folder)) {
            FileTree tree = new FileTree();
            for (Path path : paths.filter(Files::isRegularFile).collect(Collectors.toList())) {
                tree.with(folder.relativize(path).toString(), Files.readAllBytes(path));
            }
            tree.files.remove("bundle.sig");
            return tree;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the digest that is signed. */
    public byte[] digest() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(PREFIX);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            all.write((int) ((long) this.files.size() >>> shift));
        }
        this.files.forEach((path, content) -> {
            all.writeBytes(utf8(path));
            all.write(0);
            all.writeBytes(hash("SHA-256", content));
        });
        return hash("SHA-256", all.toByteArray());
    }

    static byte[] hash(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

}
