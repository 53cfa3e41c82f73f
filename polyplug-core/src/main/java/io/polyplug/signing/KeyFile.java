package io.polyplug.signing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * The form of a key in a file (docs/abi.md 8.5), 39 bytes: {@code PPKEY} and a zero byte,
 * one byte for the kind, the key.
 */
enum KeyFile {

    /** Kind 1: the seed of a private key. For its owner's eyes only. */
    SIGNING(1, "private signing key", "rw-------"),

    /** Kind 2: a public key. */
    VERIFYING(2, "public verifying key", "rw-r--r--");

    static final int SIZE = 39;

    private static final byte[] MAGIC = "PPKEY\0".getBytes(StandardCharsets.US_ASCII);

    private final byte kind;

    private final String description;

    private final String permissions;

    KeyFile(int kind, String description, String permissions) {
        this.kind = (byte) kind;
        this.description = description;
        this.permissions = permissions;
    }

    byte[] read(Path file) throws IOException {
        // What Java says of a folder does not name it.
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder. Name the file that has the key");
        }
        try (var stream = Files.newInputStream(file)) {
            return keyIn(stream.readNBytes(SIZE + 1), "'" + file + "'");
        }
    }

    /**
     * Returns the key in what a file holds.
     * @throws IllegalArgumentException if the file does not hold a key of this kind
     */
    byte[] keyIn(byte[] content, String name) {
        if (content.length != SIZE || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException(name + " is no key file: it must have " + SIZE
                    + " bytes that begin with PPKEY and a zero. Use a file that was written as one");
        }
        for (KeyFile other : values()) {
            if (other != this && content[MAGIC.length] == other.kind) {
                throw new IllegalArgumentException(
                        name + " holds a " + other.description + ". Give the " + this.description + " instead");
            }
        }
        if (content[MAGIC.length] != this.kind) {
            throw new IllegalArgumentException(name + " holds a key of the unknown kind " + content[MAGIC.length]
                    + ". Give a " + this.description);
        }
        return Arrays.copyOfRange(content, MAGIC.length + 1, SIZE);
    }

    void write(Path file, byte[] key) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(SIZE).put(MAGIC).put(this.kind).put(key).flip();
        Set<StandardOpenOption> newFile = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel channel = Files.newByteChannel(file, newFile, attributesFor(file))) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
        }
    }

    private FileAttribute<?>[] attributesFor(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(this.permissions)) }
                : new FileAttribute<?>[0];
    }

}
