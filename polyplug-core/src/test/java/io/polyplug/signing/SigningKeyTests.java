package io.polyplug.signing;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Keys and their files, byte by byte.
 */
class SigningKeyTests {

    private static final String PRIVATE = "50504b45590001";

    private static final String PUBLIC = "50504b45590002";

    @TempDir
    Path folder;

    private Path file(String name, String hex) throws IOException {
        return Files.write(this.folder.resolve(name), HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025" })
    @DisplayName("docs/abi.md 8.5: the seeds of RFC 8032 have the public keys of RFC 8032, and both are written as"
            + " they were read")
    void vectors(String seed, String key) throws IOException {
        SigningKey signing = SigningKey.read(file("signing.key", PRIVATE + seed));
        assertThat(signing.verifyingKey()).hasToString(key);
        assertThat(signing.verifyingKey().bytes()).isEqualTo(HexFormat.of().parseHex(key));
        signing.write(this.folder.resolve("again"));
        signing.verifyingKey().write(this.folder.resolve("public"));
        assertThat(this.folder.resolve("again")).hasBinaryContent(HexFormat.of().parseHex(PRIVATE + seed));
        assertThat(this.folder.resolve("public")).hasBinaryContent(HexFormat.of().parseHex(PUBLIC + key));
        assertThat(VerifyingKey.read(this.folder.resolve("public"))).isEqualTo(signing.verifyingKey())
            .hasSameHashCodeAs(signing.verifyingKey());
        assertThat(signing.toString()).contains(key).doesNotContain(seed);
    }

    @Test
    @DisplayName("docs/abi.md 8.5: a private key's file is its owner's alone, and no file is ever overwritten")
    void filesOfKeys() throws IOException {
        SigningKey key = SigningKey.generate();
        Path secret = this.folder.resolve("signing.key");
        Path open = this.folder.resolve("verifying.key");
        key.write(secret);
        key.verifyingKey().write(open);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret))).isEqualTo("rw-------");
        assertThat(Files.size(secret)).isEqualTo(39);
        assertThat(Files.size(open)).isEqualTo(39);
        byte[] before = Files.readAllBytes(secret);
        SigningKey other = SigningKey.generate();
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> other.write(secret));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> other.verifyingKey().write(open));
        assertThat(secret).hasBinaryContent(before);
        assertThat(VerifyingKey.read(open)).isEqualTo(key.verifyingKey()).isNotEqualTo(other.verifyingKey());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "50504b455900", "50504b4559000200",
            "50504b45590001d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f7075111ff",
            "50504b45590102d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "505053494700 01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" })
    @DisplayName("a file of another length or beginning is no key file")
    void notAKeyFile(String hex) throws IOException {
        Path file = file("some.key", hex.replace(" ", ""));
        for (byte kind = 1; kind <= 2; kind++) {
            boolean secret = kind == 1;
            assertThatIllegalArgumentException()
                .isThrownBy(() -> Arrays.asList(secret ? SigningKey.read(file) : VerifyingKey.read(file)))
                .withMessageContainingAll("'" + file + "' is no key file", "39 bytes");
        }
    }

    @Test
    @DisplayName("a private key is not taken for a public one, nor the other way round")
    void keysOfTheOtherKind() throws IOException {
        SigningKey key = SigningKey.generate();
        Path secret = this.folder.resolve("signing.key");
        Path open = this.folder.resolve("verifying.key");
        key.write(secret);
        key.verifyingKey().write(open);
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.read(secret))
            .withMessageContaining("holds a private signing key. Give the public verifying key instead");
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.read(open))
            .withMessageContaining("holds a public verifying key. Give the private signing key instead");
        Path strange = file("strange.key", "50504b45590007" + key.verifyingKey());
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.read(strange))
            .withMessageContaining("unknown kind 7");
        assertThatExceptionOfType(NoSuchFileException.class)
            .isThrownBy(() -> SigningKey.read(this.folder.resolve("none")));
    }

    @Test
    @DisplayName("a verifying key is made of 32 bytes or of a key file's 39, and keeps a copy")
    void verifyingKeyOfBytes() throws IOException {
        VerifyingKey key = SigningKey.generate().verifyingKey();
        byte[] bytes = key.bytes();
        VerifyingKey copy = VerifyingKey.of(bytes);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(copy.bytes(), (byte) 0);
        assertThat(copy).isEqualTo(key);
        assertThat(VerifyingKey.of(HexFormat.of().parseHex(PUBLIC + key))).isEqualTo(key);
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.of(new byte[31]))
            .withMessage("An Ed25519 public key has 32 bytes, not 31");
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.of(HexFormat.of().parseHex(PRIVATE + key)))
            .withMessageContaining("holds a private signing key");
    }

    @Test
    @DisplayName("each generated key is another one, and the public half has its sign where x is odd")
    void generatedKeys() {
        Set<String> keys = new HashSet<>();
        int odd = 0;
        for (int i = 0; i < 40; i++) {
            VerifyingKey key = SigningKey.generate().verifyingKey();
            keys.add(key.toString());
            odd += (key.bytes()[31] < 0) ? 1 : 0;
        }
        assertThat(keys).hasSize(40);
        assertThat(odd).isBetween(1, 39);
    }

    @Test
    void folderInThePlaceOfAKeyIsNamed() {
        assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> SigningKey.read(this.folder))
            .withMessage(this.folder + ": it is a folder. Name the file that has the key");
        assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> VerifyingKey.read(this.folder))
            .withMessage(this.folder + ": it is a folder. Name the file that has the key");
    }

}
