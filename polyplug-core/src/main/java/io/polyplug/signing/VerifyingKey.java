package io.polyplug.signing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The public half of a signing key: whoever trusts it names its 32 bytes. Immutable.
 */
public final class VerifyingKey {

    /** The number of bytes of a key. */
    public static final int SIZE = EncodedPoint.SIZE;

    /** The number of bytes of a key file. */
    public static final int FILE_SIZE = KeyFile.SIZE;

    /** To decode a key takes as long as to open a library. */
    private static final RecentlyUsed<ByteBuffer, VerifyingKey> known = new RecentlyUsed<>();

    private final byte[] bytes;

    private final PublicKey key;

    /**
     * Messages, each with its signature behind it, that were found to be signed with this
     * key. A bundle is often verified more than once: by a dry run, and by the reload
     * after it; again when it is rolled back to.
     */
    private final RecentlyUsed<ByteBuffer, Boolean> verified = new RecentlyUsed<>();

    private VerifyingKey(byte[] bytes, PublicKey key) {
        this.bytes = bytes;
        this.key = key;
    }

    /**
     * Returns the key with the given bytes.
     * @param bytes the 32 bytes of an Ed25519 public key, or the 39 of a key file
     * @return the key
     * @throws IllegalArgumentException if these are no such bytes, or the key is one that
     * proves nothing: no point of the curve, or one of small order
     */
    public static VerifyingKey of(byte[] bytes) {
        byte[] encoded = (bytes.length == KeyFile.SIZE) ? KeyFile.VERIFYING.keyIn(bytes, "What was given")
                : bytes.clone();
        if (encoded.length != SIZE) {
            throw new IllegalArgumentException("An Ed25519 public key has " + SIZE + " bytes, not " + encoded.length);
        }
        VerifyingKey present = known.get(ByteBuffer.wrap(encoded));
        if (present != null) {
            return present;
        }
        try {
            VerifyingKey key = new VerifyingKey(encoded, Ed25519.publicKey(encoded));
            known.put(ByteBuffer.wrap(encoded), key);
            return key;
        }
        catch (InvalidKeyException ex) {
            throw new IllegalArgumentException("malformed Ed25519 key: " + ex.getMessage(), ex);
        }
    }

    /**
     * Reads a key file, such as {@code verifying.key}.
     * @param file the file
     * @return the key
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no public key
     */
    public static VerifyingKey read(Path file) throws IOException {
        return of(KeyFile.VERIFYING.read(file));
    }

    /**
     * Writes a key file of 39 bytes.
     * @param file a file that does not exist
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        KeyFile.VERIFYING.write(file, this.bytes);
    }

    /**
     * {@return the key's 32 bytes, which are the caller's own}
     */
    public byte[] bytes() {
        return this.bytes.clone();
    }

    boolean verifies(byte[] message, byte[] signature) {
        ByteBuffer signed = ByteBuffer.allocate(message.length + signature.length)
            .put(message)
            .put(signature)
            .flip()
            .asReadOnlyBuffer();
        boolean verifies = this.verified.get(signed) != null || Ed25519.verifies(this.key, message, signature);
        if (verifies) {
            this.verified.put(signed, Boolean.TRUE);
        }
        return verifies;
    }

    /**
     * Returns whether another key has the same bytes.
     * @param other what to compare with
     * @return {@code true} for the same key
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(this.bytes, that.bytes);
    }

    /**
     * {@return a hash of the bytes}
     */
    @Override
    public int hashCode() {
        return Arrays.hashCode(this.bytes);
    }

    /**
     * {@return the key as text, which settings accept: 64 hexadecimal digits}
     */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(this.bytes);
    }

}
