package io.polyplug.sources.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The SHA-256 of some bytes.
 *
 * @param hex 64 hexadecimal digits, lower case
 */
public record Digest(String hex) {

    private static final String PREFIX = "sha256:";

    private static final Pattern TEXT = Pattern.compile("sha256:[0-9a-fA-F]{64}");

    private static final int CHUNK = 64 * 1024;

    /**
     * Reads a digest.
     * @param text {@code sha256:} and 64 hexadecimal digits
     * @return the digest
     * @throws SourceFailure if it is something else
     */
    public static Digest parse(String text) throws SourceFailure {
        if (!TEXT.matcher(text).matches()) {
            throw SourceFailure.refused("'" + text + "' is no digest",
                    "Write 'sha256:' and 64 hexadecimal digits, as 'sha256sum' tells them");
        }
        return new Digest(text.substring(PREFIX.length()).toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the digest of a file.
     * @param file the file
     * @return its digest
     * @throws IOException if it cannot be read
     */
    public static Digest of(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream content = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                sha256.update(chunk, 0, read);
            }
        }
        return new Digest(HexFormat.of().formatHex(sha256.digest()));
    }

    /**
     * Returns the digest of some bytes.
     * @param content the bytes
     * @return their digest
     */
    public static Digest of(byte[] content) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(content)));
    }

    /**
     * Returns the digest of a text in UTF-8.
     * @param text the text
     * @return its digest
     */
    public static Digest ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Each Java has SHA-256", ex);
        }
    }

    @Override
    public String toString() {
        return PREFIX + this.hex;
    }

}
