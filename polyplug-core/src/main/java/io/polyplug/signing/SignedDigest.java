package io.polyplug.signing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import io.polyplug.zip.ZipArchive;
import io.polyplug.zip.ZipMember;

/**
 * What is signed of a bundle: 32 bytes that depend on the path and content of every file
 * below its folder but {@code bundle.sig} in the folder itself (docs/abi.md 8.6).
 * <p>
 * They are the SHA-256 of: {@code polyplug-bundle-sig} and a zero byte; the version 1 in
 * one byte; the number of files in eight, least first; and for each file, in the order of
 * the bytes of their paths, the path with {@code /} between names, a zero byte, and the
 * SHA-256 of the content. Empty folders do not count.
 */
final class SignedDigest extends SimpleFileVisitor<Path> {

    private static final byte[] PREFIX = "polyplug-bundle-sig\0\1".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] SIGNATURE = BundleSignature.FILE_NAME.getBytes(StandardCharsets.US_ASCII);

    private static final int BUFFER_SIZE = 64 * 1024;

    private final Path folder;

    private final int folderLength;

    private final Map<byte[], Content> files = new TreeMap<>(Arrays::compareUnsigned);

    private final Map<Path, byte[]> hashes;

    private SignedDigest(Path folder, Map<Path, byte[]> hashes) {
        this.folder = folder;
        this.hashes = hashes;
        this.folderLength = encodedPath(folder).length();
    }

    /**
     * Returns the digest of a folder, or of the folder that a link leads to.
     * @param folder the folder
     * @param hashes the SHA-256 of files that were read already, by their paths relative
     * to the folder
     * @return 32 bytes
     * @throws UnsignableBundleException if the folder holds no file, or what no signature
     * covers
     * @throws IOException if the folder or a file cannot be read
     */
    static byte[] of(Path folder, Map<Path, byte[]> hashes) throws IOException {
        SignedDigest digest = new SignedDigest(folder.toRealPath(), hashes);
        Files.walkFileTree(digest.folder, digest);
        return ofFiles(digest.files);
    }

    /**
     * Returns the digest of what is in an archive: that of the folder it was packed from.
     * @param archive the archive
     * @return 32 bytes
     * @throws UnsignableBundleException if the archive holds no file
     * @throws IOException if the archive cannot be read
     */
    static byte[] of(ZipArchive archive) throws IOException {
        Map<byte[], Content> files = new TreeMap<>(Arrays::compareUnsigned);
        for (ZipMember member : archive.members()) {
            byte[] path = member.path().getBytes(StandardCharsets.UTF_8);
            if (!member.folder() && !Arrays.equals(path, SIGNATURE)) {
                files.put(path, (one) -> ofContent(Channels.newInputStream(archive.open(member)), one));
            }
        }
        return ofFiles(files);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        String shown = this.folder.relativize(file).toString();
        if (!attributes.isRegularFile()) {
            throw new UnsignableBundleException("'" + shown + "' in its folder is "
                    + (attributes.isSymbolicLink() ? "a symbolic link" : "not a regular file")
                    + ", which no signature covers");
        }
        byte[] path = decoded(encodedPath(file).substring(this.folderLength));
        requireUtf8(path, shown);
        if (!Arrays.equals(path, SIGNATURE)) {
            byte[] known = this.hashes.get(this.folder.relativize(file));
            this.files.put(path, (one) -> (known != null) ? known
                    : ofContent(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), one));
        }
        return FileVisitResult.CONTINUE;
    }

    /**
     * Returns the path in ASCII, its bytes as the file system has them behind percent
     * signs. As plain text they would go through the character set that the JVM believes
     * file names to have.
     */
    private static String encodedPath(Path path) {
        return path.toUri().getRawPath();
    }

    private static byte[] decoded(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                bytes.put((byte) (Character.digit(encoded[i + 1], 16) << 4 | Character.digit(encoded[i + 2], 16)));
                i += 2;
            }
            else {
                bytes.put(encoded[i]);
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void requireUtf8(byte[] path, String shown) throws UnsignableBundleException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path));
        }
        catch (CharacterCodingException ex) {
            throw new UnsignableBundleException("the name of '" + shown + "' in its folder is not UTF-8", ex);
        }
    }

    private static byte[] ofFiles(Map<byte[], Content> files) throws IOException {
        if (files.isEmpty()) {
            throw new UnsignableBundleException("its folder holds no file");
        }
        MessageDigest all = sha256();
        all.update(PREFIX);
        all.update(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, files.size()));
        MessageDigest one = sha256();
        for (Map.Entry<byte[], Content> file : files.entrySet()) {
            all.update(file.getKey());
            all.update((byte) 0);
            all.update(file.getValue().hash(one));
        }
        return all.digest();
    }

    private static byte[] ofContent(InputStream file, MessageDigest digest) throws IOException {
        try (InputStream content = file) {
            byte[] buffer = new byte[BUFFER_SIZE];
            int count = content.read(buffer);
            while (count >= 0) {
                digest.update(buffer, 0, count);
                count = content.read(buffer);
            }
            return digest.digest();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }

    /** The content of a file. */
    private interface Content {

        /** Returns the SHA-256, computed with the given digest if it is not known. */
        byte[] hash(MessageDigest digest) throws IOException;

    }

}
