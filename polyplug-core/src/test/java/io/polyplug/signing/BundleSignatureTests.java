package io.polyplug.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.polyplug.error.SignatureException;
import io.polyplug.error.SignatureException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a signature covers, and which files are none.
 */
class BundleSignatureTests {

    /** Key, files and signature of a bundle as other software made them. */
    private static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    private static final String DIGEST = "637aa0d24091eca00c463ba698fc9ea9905f315246a2d4cf2c2f5088a0d15a8b";

    private static final String SIGNATURE = "50505349470001"
            + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
            + "81f9253fdc55749324d4f2fd276fff746b8376b0d560d7acea7b192d7c80ea44"
            + "77d5c3ea2e44411696cd4d33e6c4f1ebd7f02a5766ea2383c03c720661ae8504";

    @TempDir
    Path temporary;

    private Path folder;

    private SigningKey key;

    @BeforeEach
    void createFolder() throws IOException {
        this.folder = Files.createDirectory(this.temporary.resolve("bundle"));
        Path file = this.temporary.resolve("signing.key");
        Files.write(file, HexFormat.of().parseHex("50504b45590001" + SEED));
        this.key = SigningKey.read(file);
    }

    /**
     * Has names whose order by bytes is neither that by folders nor that by UTF-16, a
     * library of several buffers, an empty file, and a signature that is none.
     */
    private static FileTree vector() {
        byte[] code = new byte[76_800];
        for (int i = 0; i < code.length; i++) {
            code[i] = (byte) i;
        }
        return new FileTree().with("manifest.toml", "name = \"vector\"\n")
            .with("lib/code.so", code)
            .with("lib.so", "x")
            .with("lib-empty", "")
            .with("sub/bundle.sig", "inner")
            .with("\uff5e.txt", "tilde")
            .with("\ud83d\ude00.txt", "smile");
    }

    private Path at(String path) {
        return this.folder.resolve(path);
    }

    private Path signature() {
        return at("bundle.sig");
    }

    private void signSmallBundle() throws IOException {
        new FileTree().with("manifest.toml", "name = \"small\"")
            .with("lib/x64/small.so", "code")
            .with("data", "d")
            .writeTo(this.folder);
        this.key.sign(this.folder);
        BundleSignature.read(this.folder).verify();
    }

    private SignatureException refusal(Kind kind, String... parts) {
        SignatureException failure = catchThrowableOfType(SignatureException.class,
                () -> BundleSignature.read(this.folder).verify());
        assertThat(failure).hasMessageContainingAll(parts).hasMessageContaining("'bundle' (" + this.folder + ")");
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.bundleName()).isEqualTo("bundle");
        return failure;
    }

    private void assertChanged() {
        refusal(Kind.VERIFICATION_FAILED, "signature verification failed", "not what was signed", "sign it anew");
    }

    @Test
    @DisplayName("docs/abi.md 8.6: digest, signature and file are those that other software makes of the same key"
            + " and files")
    void vectorOfOtherSoftware() throws IOException {
        vector().writeTo(this.folder);
        assertThat(HexFormat.of().formatHex(vector().digest())).isEqualTo(DIGEST);
        BundleSignature signature = this.key.sign(this.folder);
        assertThat(signature()).hasBinaryContent(HexFormat.of().parseHex(SIGNATURE));
        assertThat(signature.key()).isEqualTo(this.key.verifyingKey());
        signature.verify();
        BundleSignature.read(this.folder).verify();
    }

    @Test
    @DisplayName("docs/abi.md 8.6: what another signer made of an independent digest verifies; the signed message is"
            + " that digest")
    void signedByAnother() throws IOException {
        FileTree files = new FileTree().with("manifest.toml", "m").with("a.b", "1").with("a/b", "2").with("a-b", "3");
        files.writeTo(this.folder);
        byte[] content = Arrays.copyOf(HexFormat.of().parseHex(SIGNATURE), 103);
        System.arraycopy(Ed25519.sign(Ed25519.keyPair(HexFormat.of().parseHex(SEED)).getPrivate(), files.digest()), 0,
                content, 39, 64);
        Files.write(signature(), content);
        BundleSignature.read(this.folder).verify();
        assertThat(SignedDigest.of(this.folder, Map.of())).isEqualTo(files.digest());
    }

    @Test
    @DisplayName("signing again replaces the signature, and is the same for the same files")
    void signedAgain() throws IOException {
        signSmallBundle();
        byte[] before = Files.readAllBytes(signature());
        this.key.sign(this.folder);
        assertThat(signature()).hasBinaryContent(before);
        Files.writeString(at("data"), "e");
        assertChanged();
        this.key.sign(this.folder);
        BundleSignature.read(this.folder).verify();
    }

    @ParameterizedTest
    @ValueSource(strings = { "manifest.toml", "lib/x64/small.so", "data" })
    @DisplayName("docs/abi.md 8.6: a file that was changed, shortened, moved or removed, in whichever folder, fails")
    void changedFiles(String path) throws IOException {
        signSmallBundle();
        byte[] content = Files.readAllBytes(at(path));
        byte[] changed = content.clone();
        changed[0] ^= 1;
        for (byte[] other : List.of(changed, new byte[0], Arrays.copyOf(content, content.length + 1))) {
            Files.write(at(path), other);
            assertChanged();
        }
        Files.write(at(path), content);
        BundleSignature.read(this.folder).verify();
        Files.move(at(path), at(path + ".old"));
        assertChanged();
        Files.delete(at(path + ".old"));
        assertChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = { "added", "lib/added", "lib/x64/bundle.sig", "new/folder/added", ".hidden", "bundle.sig2" })
    @DisplayName("docs/abi.md 8.6: a file that was added fails, empty or not; a bundle.sig below the folder is a"
            + " file like others")
    void addedFiles(String path) throws IOException {
        signSmallBundle();
        Files.createDirectories(at(path).getParent());
        Files.createFile(at(path));
        assertChanged();
        this.key.sign(this.folder);
        BundleSignature.read(this.folder).verify();
        Files.writeString(at(path), "more");
        assertChanged();
    }

    @Test
    @DisplayName("docs/abi.md 8.6: two files that changed places fail; empty folders, times and permissions do not"
            + " count")
    void whatCounts() throws IOException {
        signSmallBundle();
        Files.createDirectories(at("empty/folders"));
        Files.setLastModifiedTime(at("data"), FileTime.fromMillis(0));
        at("data").toFile().setExecutable(true);
        BundleSignature.read(this.folder).verify();
        Files.move(at("data"), at("other"));
        Files.move(at("manifest.toml"), at("data"));
        Files.move(at("other"), at("manifest.toml"));
        assertChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = { "data", "../outside", "/outside", "missing", "lib", "." })
    @DisplayName("docs/abi.md 8.6: a symbolic link fails, wherever it leads, and is not signed")
    void links(String target) throws IOException {
        signSmallBundle();
        byte[] before = Files.readAllBytes(signature());
        Files.createSymbolicLink(at("lib/link"), Path.of(target));
        refusal(Kind.VERIFICATION_FAILED, "'lib/link' in its folder is a symbolic link");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.key.sign(this.folder))
            .withMessageContainingAll("'bundle'", "cannot be signed", "'lib/link'", "symbolic link");
        assertThat(signature()).hasBinaryContent(before);
    }

    @Test
    @DisplayName("docs/abi.md 8.6: a link in the place of the library or of the signature fails; one to the whole"
            + " folder is followed")
    void linksInThePlaceOfFiles() throws IOException {
        signSmallBundle();
        Path library = at("lib/x64/small.so");
        Files.move(library, this.temporary.resolve("real.so"));
        Files.createSymbolicLink(library, this.temporary.resolve("real.so"));
        refusal(Kind.VERIFICATION_FAILED, "'lib/x64/small.so'", "symbolic link");
        Files.delete(library);
        Files.move(this.temporary.resolve("real.so"), library);
        Path link = Files.createSymbolicLink(this.temporary.resolve("link"), this.folder);
        BundleSignature.read(link).verify();
        Files.move(signature(), this.temporary.resolve("real.sig"));
        Files.createSymbolicLink(signature(), this.temporary.resolve("real.sig"));
        refusal(Kind.VERIFICATION_FAILED, "'bundle.sig' in its folder is not a regular file");
        byte[] before = Files.readAllBytes(this.temporary.resolve("real.sig"));
        Files.writeString(at("data"), "changed");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.key.sign(this.folder))
            .withMessageContaining("'bundle.sig'");
        assertThat(this.temporary.resolve("real.sig")).hasBinaryContent(before);
    }

    @Test
    @DisplayName("docs/abi.md 8.6: a pipe fails and is not signed")
    void pipes() throws Exception {
        signSmallBundle();
        assertThat(new ProcessBuilder("mkfifo", at("lib/pipe").toString()).inheritIO().start().waitFor()).isZero();
        refusal(Kind.VERIFICATION_FAILED, "'lib/pipe' in its folder is not a regular file");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.key.sign(this.folder))
            .withMessageContaining("'lib/pipe'");
    }

    @ParameterizedTest
    @ValueSource(strings = { "x%FF", "%C3", "d%E9j%E0", "%ED%A0%80", "%C0%AF", "sub%FE/plain" })
    @DisplayName("docs/abi.md 8.6: a name that is not UTF-8 fails and is not signed")
    void namesThatAreNotUtf8(String encoded) throws IOException {
        signSmallBundle();
        Path file = FileTree.in(this.folder, encoded);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        refusal(Kind.VERIFICATION_FAILED, "is not UTF-8");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.key.sign(this.folder))
            .withMessageContaining("is not UTF-8");
    }

    @Test
    @DisplayName("docs/abi.md 8.6: names that look escaped, replaced or composed are taken by their bytes")
    void strangeNames() throws IOException {
        FileTree files = new FileTree().with("%41", "1")
            .with("\ufffd", "2")
            .with("e\u0301", "3")
            .with("\u00e9", "4")
            .with("a b+c?d#e;f", "5")
            .with("line\nbreak", "6")
            .with("back\\slash", "7");
        files.writeTo(this.folder);
        assertThat(SignedDigest.of(this.folder, Map.of())).isEqualTo(files.digest());
    }

    @Test
    @DisplayName("a JVM whose locale knows no UTF-8 verifies names beyond ASCII, and signs the same")
    void foreignLocale() throws Exception {
        vector().writeTo(this.folder);
        Files.write(signature(), HexFormat.of().parseHex(SIGNATURE));
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Verification.class.getName(),
                this.folder.toString());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf((name) -> name.equals("LANG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        Process process = builder.redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .contains("verified " + this.key.verifyingKey());
        assertThat(process.waitFor()).isZero();
    }

    /** Verifies the bundle in a folder. */
    static final class Verification {

        public static void main(String[] arguments) {
            BundleSignature signature = BundleSignature.read(Path.of(arguments[0]));
            signature.verify();
            System.out.println("verified " + signature.key());
        }

    }

    @Test
    @DisplayName("docs/abi.md 8.7: without bundle.sig a bundle is not signed; one below the folder is no signature")
    void unsigned() throws IOException {
        new FileTree().with("manifest.toml", "m").with("sub/bundle.sig", "s").writeTo(this.folder);
        refusal(Kind.UNSIGNED, "is not signed", "no file bundle.sig");
        Files.createDirectory(signature());
        refusal(Kind.VERIFICATION_FAILED, "'bundle.sig' in its folder is not a regular file");
    }

    @Test
    @DisplayName("docs/abi.md 8.7: length, magic, version and key of bundle.sig are looked at in this order, before"
            + " any file")
    void orderOfChecks() throws IOException {
        signSmallBundle();
        Files.createSymbolicLink(at("link"), Path.of("data"));
        byte[] content = Files.readAllBytes(signature());
        byte[] bad = content.clone();
        Arrays.fill(bad, 7, 39, (byte) 0);
        bad[6] = 2;
        bad[0] = 'X';
        for (int length : new int[] { 0, 102, 104, 100_000 }) {
            Files.write(signature(), Arrays.copyOf(bad, length));
            refusal(Kind.VERIFICATION_FAILED, "has not 103 bytes");
        }
        Files.write(signature(), bad);
        refusal(Kind.VERIFICATION_FAILED, "does not begin with PPSIG");
        bad[0] = 'P';
        Files.write(signature(), bad);
        refusal(Kind.VERIFICATION_FAILED, "unknown version 2");
        bad[6] = 1;
        Files.write(signature(), bad);
        refusal(Kind.VERIFICATION_FAILED, "malformed Ed25519 key");
        Files.write(signature(), content);
        refusal(Kind.VERIFICATION_FAILED, "symbolic link");
        Files.delete(at("link"));
        BundleSignature.read(this.folder).verify();
    }

    @Test
    @DisplayName("a signature with any one bit changed, in magic, version, key, point or scalar, is refused")
    void everyBitCounts() throws IOException {
        signSmallBundle();
        byte[] content = Files.readAllBytes(signature());
        for (int i = 0; i < content.length; i++) {
            byte[] changed = content.clone();
            changed[i] ^= (byte) (1 << (i % 8));
            Files.write(signature(), changed);
            refusal(Kind.VERIFICATION_FAILED, "signature verification failed");
        }
    }

    @Test
    @DisplayName("docs/abi.md 8.7: among trusted keys the signer's must be; and only once the files are known to be"
            + " good")
    void trustedKeys() throws IOException {
        signSmallBundle();
        VerifyingKey other = SigningKey.generate().verifyingKey();
        BundleSignature signature = BundleSignature.read(this.folder);
        signature.verify(List.of(other, VerifyingKey.of(this.key.verifyingKey().bytes())));
        for (List<VerifyingKey> trusted : List.of(List.of(other), List.<VerifyingKey>of())) {
            SignatureException failure = catchThrowableOfType(SignatureException.class,
                    () -> signature.verify(trusted));
            assertThat(failure.kind()).isEqualTo(Kind.UNTRUSTED_KEY);
            assertThat(failure).hasMessageContainingAll("trusted-key allowlist", this.key.verifyingKey().toString());
        }
        Files.writeString(at("data"), "changed");
        assertThat(catchThrowableOfType(SignatureException.class, () -> signature.verify(List.of(other))).kind())
            .isEqualTo(Kind.VERIFICATION_FAILED);
    }

    @Test
    @DisplayName("docs/abi.md 8.6: a folder without files, and one that is not there, cannot be signed")
    void nothingToSign() throws IOException {
        Files.createDirectory(at("empty"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.key.sign(this.folder))
            .withMessageContainingAll("cannot be signed", "holds no file");
        Files.write(signature(), HexFormat.of().parseHex(SIGNATURE));
        refusal(Kind.VERIFICATION_FAILED, "holds no file");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.key.sign(at("none")));
        assertThat(catchThrowableOfType(SignatureException.class, () -> BundleSignature.read(at("none"))).kind())
            .isEqualTo(Kind.UNSIGNED);
    }

}
