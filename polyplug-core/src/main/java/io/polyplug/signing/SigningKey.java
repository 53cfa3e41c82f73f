package io.polyplug.signing;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;

/**
 * The private key that bundles are signed with. Whoever has it can make every host that
 * trusts its public half run his code. Immutable.
 */
public final class SigningKey {

    private static final int SEED_SIZE = 32;

    private final byte[] seed;

    private final PrivateKey key;

    private final VerifyingKey verifyingKey;

    private SigningKey(byte[] seed) {
        KeyPair pair = Ed25519.keyPair(seed);
        this.seed = seed;
        this.key = pair.getPrivate();
        this.verifyingKey = VerifyingKey.of(Ed25519.encoded(pair.getPublic()));
    }

    /**
     * Makes a new key at random.
     * @return the key
     */
    public static SigningKey generate() {
        byte[] seed = new byte[SEED_SIZE];
        new SecureRandom().nextBytes(seed);
        return new SigningKey(seed);
    }

    /**
     * Reads a key file, such as {@code signing.key}.
     * @param file the file
     * @return the key
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no private key
     */
    public static SigningKey read(Path file) throws IOException {
        return new SigningKey(KeyFile.SIGNING.read(file));
    }

    /**
     * Writes a key file of 39 bytes, which only its owner may read and write where the
     * file system knows owners.
     * @param file a file that does not exist, outside of every bundle
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        KeyFile.SIGNING.write(file, this.seed);
    }

    /**
     * {@return the public half, which verifies what this one signs}
     */
    public VerifyingKey verifyingKey() {
        return this.verifyingKey;
    }

    /**
     * Signs a bundle: writes {@value BundleSignature#FILE_NAME} into its folder, in place
     * of the one that may be there. The folder must not change meanwhile.
     * @param bundle the bundle's folder
     * @return the signature
     * @throws IOException if the folder cannot be read or written, is empty, or holds
     * what no signature covers: symbolic links, devices and the like, names that are not
     * UTF-8
     */
    public BundleSignature sign(Path bundle) throws IOException {
        return BundleSignature.write(bundle, this);
    }

    byte[] sign(byte[] message) {
        return Ed25519.sign(this.key, message);
    }

    /**
     * {@return a text without any secret, which names the public half}
     */
    @Override
    public String toString() {
        return "the private half of " + this.verifyingKey;
    }

}
