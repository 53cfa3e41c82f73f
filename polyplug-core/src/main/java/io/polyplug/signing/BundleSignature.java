package io.polyplug.signing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.BundleArchiveException;
import io.polyplug.error.Explanation;
import io.polyplug.error.SignatureException;
import io.polyplug.zip.ArchiveProblems;
import io.polyplug.zip.BundlePath;
import io.polyplug.zip.ZipArchive;
import io.polyplug.zip.ZipMember;

/**
 * The signature that lies in a bundle's folder or archive (docs/abi.md 8.5), a file of
 * 103 bytes: {@code PPSIG} and a zero byte, the version 1 in one byte, 32 of the
 * verifying key, 64 of the Ed25519 signature of the bundle's digest. Immutable.
 * <p>
 * A signature alone proves that the bundle is as its signer left it. Who that is, only
 * the key tells.
 */
public final class BundleSignature {

    /** The name of the file. */
    public static final String FILE_NAME = "bundle.sig";

    private static final byte[] MAGIC = "PPSIG\0".getBytes(StandardCharsets.US_ASCII);

    private static final byte VERSION = 1;

    private static final int KEY_OFFSET = MAGIC.length + 1;

    private static final int SIGNATURE_OFFSET = KEY_OFFSET + VerifyingKey.SIZE;

    private static final int SIZE = SIGNATURE_OFFSET + Ed25519.SIGNATURE_SIZE;

    private final Bundle bundle;

    private final VerifyingKey key;

    private final byte[] signature;

    private BundleSignature(Bundle bundle, VerifyingKey key, byte[] signature) {
        this.bundle = bundle;
        this.key = key;
        this.signature = signature;
    }

    /**
     * Reads the signature of a bundle; messages call the bundle by the name of its folder
     * or archive.
     * @param bundle the bundle's folder or archive
     * @return the signature, not verified yet
     * @throws SignatureException if there is none, or if its file is not as it should be
     * @throws BundleArchiveException if the archive cannot be read
     */
    public static BundleSignature read(Path bundle) {
        return of(Bundle.at(bundle));
    }

    /**
     * Reads the signature of a bundle.
     * @param bundle the bundle's folder
     * @param bundleName the bundle's name
     * @param shownAs the path that messages name: the folder the user knows where
     * {@code bundle} is a private copy of it
     * @return the signature, not verified yet
     * @throws SignatureException if there is none, or if its file is not as it should be
     */
    public static BundleSignature read(Path bundle, String bundleName, Path shownAs) {
        return read(bundle, bundleName, shownAs, Map.of());
    }

    /**
     * Reads the signature of a bundle whose files were read already.
     * @param bundle the bundle's folder
     * @param bundleName the bundle's name
     * @param shownAs the path that messages name: the folder the user knows where
     * {@code bundle} is a private copy of it
     * @param hashes the SHA-256 of files, 32 bytes each, by their paths relative to the
     * folder; {@link #verify()} reads the others
     * @return the signature, not verified yet
     * @throws SignatureException if there is none, or if its file is not as it should be
     */
    public static BundleSignature read(Path bundle, String bundleName, Path shownAs, Map<Path, byte[]> hashes) {
        return of(new Bundle(bundle, bundleName, shownAs, hashes));
    }

    private static BundleSignature of(Bundle bundle) {
        byte[] content = bundle.signatureFile();
        if (content.length != SIZE) {
            throw bundle.failed(FILE_NAME + " has not " + SIZE + " bytes", null);
        }
        if (!Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw bundle.failed(FILE_NAME + " does not begin with PPSIG", null);
        }
        if (content[MAGIC.length] != VERSION) {
            throw bundle.failed(FILE_NAME + " has the unknown version " + content[MAGIC.length], null);
        }
        try {
            VerifyingKey key = VerifyingKey.of(Arrays.copyOfRange(content, KEY_OFFSET, SIGNATURE_OFFSET));
            return new BundleSignature(bundle, key, Arrays.copyOfRange(content, SIGNATURE_OFFSET, SIZE));
        }
        catch (IllegalArgumentException ex) {
            throw bundle.failed(FILE_NAME + " holds a " + ex.getMessage(), ex);
        }
    }

    static BundleSignature write(Path folder, SigningKey signer) throws IOException {
        Bundle bundle = Bundle.at(folder);
        try {
            VerifyingKey key = signer.verifyingKey();
            byte[] signature = signer.sign(SignedDigest.of(folder, Map.of()));
            Files.write(folder.resolve(FILE_NAME),
                    ByteBuffer.allocate(SIZE).put(MAGIC).put(VERSION).put(key.bytes()).put(signature).array());
            return new BundleSignature(bundle, key, signature);
        }
        catch (UnsignableBundleException ex) {
            throw new IOException(bundle + " cannot be signed: " + ex.getMessage() + ". Put plain files there", ex);
        }
    }

    /**
     * {@return the key that the signature says it was made with} Only after
     * {@link #verify()} it is known to be true.
     */
    public VerifyingKey key() {
        return this.key;
    }

    /**
     * Verifies that the bundle's files are those that were signed with {@link #key()},
     * whosever key this is.
     * @throws SignatureException if they are not, or if the folder holds what no
     * signature covers
     * @throws BundleArchiveException if the archive cannot be read
     */
    public void verify() {
        try {
            byte[] digest = this.bundle.signedDigest();
            if (!this.key.verifies(digest, this.signature)) {
                throw this.bundle.failed("its files or its " + FILE_NAME + " are not what was signed", null);
            }
        }
        catch (UnsignableBundleException ex) {
            throw this.bundle.failed(String.valueOf(ex.getMessage()), ex);
        }
        catch (IOException ex) {
            throw this.bundle.unreadable(ex);
        }
    }

    /**
     * Verifies that the bundle's files are those that were signed with one of the given
     * keys.
     * @param trusted the keys; without any, no signature is good
     * @throws SignatureException if they are not, or if the folder holds what no
     * signature covers
     * @throws BundleArchiveException if the archive cannot be read
     */
    public void verify(Collection<VerifyingKey> trusted) {
        verify();
        if (!trusted.contains(this.key)) {
            String reason = " is signed with key " + this.key + ", which is not in the trusted-key allowlist";
            throw new SignatureException(this.bundle.name(), SignatureException.Kind.UNTRUSTED_KEY, new Explanation(
                    this.bundle + reason, "it" + reason, "Sign it with a trusted key, or trust this one"));
        }
    }

    /**
     * A bundle's folder or archive, and what it is called.
     *
     * @param folder where the files are read
     * @param name the bundle's name
     * @param shownAs the folder that messages name
     * @param hashes the SHA-256 of files that were read already
     */
    private record Bundle(Path folder, String name, Path shownAs, Map<Path, byte[]> hashes) {

        static Bundle at(Path folder) {
            Path name = folder.toAbsolutePath().normalize().getFileName();
            return new Bundle(folder, (name != null) ? name.toString() : folder.toString(), folder, Map.of());
        }

        byte[] signedDigest() throws IOException {
            if (!BundlePath.isArchive(this.folder)) {
                return SignedDigest.of(this.folder, this.hashes);
            }
            try (ZipArchive archive = ZipArchive.open(this.folder, ArchiveProblems.reading(this.shownAs))) {
                return SignedDigest.of(archive);
            }
        }

        byte[] signatureFile() {
            return BundlePath.isArchive(this.folder) ? signatureInArchive() : signatureInFolder();
        }

        private byte[] signatureInArchive() {
            try (ZipArchive archive = ZipArchive.open(this.folder, ArchiveProblems.reading(this.shownAs))) {
                ZipMember file = archive.file(FILE_NAME).orElseThrow(this::unsigned);
                try (InputStream content = Channels.newInputStream(archive.open(file))) {
                    return content.readNBytes(SIZE + 1);
                }
            }
            catch (IOException ex) {
                throw unreadable(ex);
            }
        }

        private byte[] signatureInFolder() {
            Path file = this.folder.resolve(FILE_NAME);
            try {
                if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isRegularFile()) {
                    throw failed("'" + FILE_NAME + "' in its folder is not a regular file", null);
                }
                try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    return content.readNBytes(SIZE + 1);
                }
            }
            catch (NoSuchFileException ex) {
                throw unsigned();
            }
            catch (IOException ex) {
                throw unreadable(ex);
            }
        }

        private SignatureException unsigned() {
            String where = BundlePath.isArchive(this.shownAs) ? "its archive" : "its folder";
            return new SignatureException(this.name, SignatureException.Kind.UNSIGNED,
                    new Explanation(this + " is not signed: " + where + " has no file " + FILE_NAME,
                            "it is not signed: " + where + " " + this.shownAs + " has no file " + FILE_NAME,
                            "Sign it with a trusted key"));
        }

        SignatureException unreadable(IOException cause) {
            String why = String.valueOf(cause.getMessage()).replace(this.folder.toString(), this.shownAs.toString());
            return failed("its files cannot be read: " + cause.getClass().getSimpleName() + ": " + why, cause);
        }

        SignatureException failed(String reason, @Nullable Exception cause) {
            String where = " (" + this.shownAs + "): ";
            return new SignatureException(this.name, SignatureException.Kind.VERIFICATION_FAILED,
                    new Explanation("signature verification failed for bundle '" + this.name + "'" + where + reason,
                            "signature verification failed" + where + reason,
                            "Put the bundle there as it was signed, or sign it anew"),
                    cause);
        }

        @Override
        public String toString() {
            return "Bundle '" + this.name + "' (" + this.shownAs + ")";
        }

    }

}
