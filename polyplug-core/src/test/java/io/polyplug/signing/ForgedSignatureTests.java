package io.polyplug.signing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.polyplug.error.SignatureException;
import io.polyplug.signing.Curve.Point;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Signatures that satisfy the equation of Ed25519 and must be refused nevertheless, and
 * others that only lenient verifiers accept. Each is made for the files of a real bundle,
 * and the tests show first that it is a forgery worth the name.
 */
class ForgedSignatureTests {

    private static final List<Point> SMALL_ORDER = Curve.smallOrder();

    private static final BigInteger SECRET = new BigInteger("123456789abcdef123456789abcdef123456789abcdef", 16);

    private static final BigInteger NONCE = new BigInteger("fedcba987654321fedcba987654321fedcba987654321", 16);

    private static final BigInteger SIGN = BigInteger.TWO.pow(255);

    @TempDir
    Path folder;

    /** Every way to write a point of small order. */
    record Encoding(Point point, byte[] bytes) {

        static List<Encoding> all() {
            return SMALL_ORDER.stream()
                .flatMap((point) -> point.encodings().stream().map((bytes) -> new Encoding(point, bytes)))
                .toList();
        }

        boolean isCanonical() {
            return Arrays.equals(this.bytes, this.point.encoded());
        }

        @Override
        public String toString() {
            return HexFormat.of().formatHex(this.bytes);
        }

    }

    static List<Encoding> encodings() {
        return Encoding.all();
    }

    @Test
    @DisplayName("there are 8 points of small order, and 14 ways to write them")
    void smallOrder() {
        assertThat(SMALL_ORDER).hasSize(8).doesNotHaveDuplicates();
        assertThat(SMALL_ORDER).allSatisfy((point) -> assertThat(point.times(8)).isEqualTo(Curve.NEUTRAL));
        assertThat(Encoding.all()).hasSize(14).extracting(Encoding::toString).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("encodings")
    @DisplayName("a key of small order is refused, and the signature that anybody can make for it: R neutral, S = 0")
    void keyOfSmallOrder(Encoding key) throws Exception {
        byte[] neutral = Curve.NEUTRAL.encoded();
        byte[] signature = Curve.signature(neutral, BigInteger.ZERO);
        byte[] digest = contentSuchThat((message) -> Curve.satisfies(key.bytes(), key.point(), neutral, Curve.NEUTRAL,
                BigInteger.ZERO, message));
        if (key.isCanonical()) {
            assertThat(jdkAccepts(key.bytes(), digest, signature)).as("the JDK takes the forgery").isTrue();
        }
        assertThat(refusal(key.bytes(), signature)).hasMessageContaining("malformed Ed25519 key");
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.of(key.bytes()))
            .withMessageContaining("malformed Ed25519 key");
    }

    @ParameterizedTest
    @MethodSource("encodings")
    @DisplayName("an R of small order is refused, though the equation holds for a key that has a part of small order")
    void pointOfSmallOrder(Encoding point) throws Exception {
        Point keyPoint = Curve.BASE.times(SECRET).plus(SMALL_ORDER.get(1));
        byte[] key = keyPoint.encoded();
        byte[] digest = contentSuchThat((message) -> {
            BigInteger challenge = Curve.challenge(point.bytes(), key, message);
            return point.point().plus(SMALL_ORDER.get(1).times(challenge)).equals(Curve.NEUTRAL);
        });
        BigInteger scalar = Curve.challenge(point.bytes(), key, digest).multiply(SECRET).mod(Curve.L);
        assertThat(Curve.satisfies(key, keyPoint, point.bytes(), point.point(), scalar, digest)).isTrue();
        byte[] signature = Curve.signature(point.bytes(), scalar);
        if (point.isCanonical()) {
            assertThat(jdkAccepts(key, digest, signature)).as("the JDK takes it").isTrue();
        }
        assertThat(refusal(key, signature)).hasMessageContaining("not what was signed");
    }

    @Test
    @DisplayName("the neutral R is refused though an honest key made the signature")
    void neutralPointOfAnHonestKey() throws Exception {
        byte[] key = Curve.BASE.times(SECRET).encoded();
        byte[] digest = contentSuchThat((message) -> true);
        byte[] neutral = Curve.NEUTRAL.encoded();
        byte[] signature = Curve.signature(neutral,
                Curve.challenge(neutral, key, digest).multiply(SECRET).mod(Curve.L));
        assertThat(jdkAccepts(key, digest, signature)).isTrue();
        refusal(key, signature);
    }

    static IntStream orders() {
        return IntStream.range(1, 8);
    }

    @ParameterizedTest
    @MethodSource("orders")
    @DisplayName("an R with a part of small order is refused: only the equation with cofactor holds")
    void pointWithAPartOfSmallOrder(int which) throws Exception {
        Point point = Curve.BASE.times(NONCE).plus(SMALL_ORDER.get(which));
        Point keyPoint = Curve.BASE.times(SECRET);
        byte[] digest = contentSuchThat((message) -> true);
        BigInteger challenge = Curve.challenge(point.encoded(), keyPoint.encoded(), digest);
        BigInteger scalar = NONCE.add(challenge.multiply(SECRET)).mod(Curve.L);
        assertThat(Curve.BASE.times(scalar).times(8)).isEqualTo(point.plus(keyPoint.times(challenge)).times(8));
        refusal(keyPoint.encoded(), Curve.signature(point.encoded(), scalar));
    }

    @Test
    @DisplayName("a key with a part of small order verifies where the equation without cofactor holds, and only there")
    void keyWithAPartOfSmallOrder() throws Exception {
        byte[] point = Curve.BASE.times(NONCE).encoded();
        byte[] key = Curve.BASE.times(SECRET).plus(SMALL_ORDER.get(1)).encoded();
        byte[] bad = contentSuchThat((message) -> !isMultipleOf8(Curve.challenge(point, key, message)));
        refusal(key, Curve.signature(point, scalar(point, key, bad)));
        byte[] good = contentSuchThat((message) -> isMultipleOf8(Curve.challenge(point, key, message)));
        write(key, Curve.signature(point, scalar(point, key, good)));
        BundleSignature.read(this.folder).verify();
    }

    private static boolean isMultipleOf8(BigInteger number) {
        return number.mod(BigInteger.valueOf(8)).signum() == 0;
    }

    private static BigInteger scalar(byte[] point, byte[] key, byte[] message) {
        return NONCE.add(Curve.challenge(point, key, message).multiply(SECRET)).mod(Curve.L);
    }

    static Stream<BigInteger> additions() {
        return Stream.of(Curve.L, Curve.L.shiftLeft(1), Curve.L.shiftLeft(2), Curve.L.multiply(BigInteger.valueOf(15)),
                SIGN, SIGN.shiftRight(1), SIGN.shiftRight(2));
    }

    @ParameterizedTest
    @MethodSource("additions")
    @DisplayName("an S that is not reduced is refused, so that nobody makes a second signature of one")
    void scalarThatIsNotReduced(BigInteger addition) throws Exception {
        byte[] point = Curve.BASE.times(NONCE).encoded();
        byte[] key = Curve.BASE.times(SECRET).encoded();
        byte[] digest = contentSuchThat((message) -> true);
        BigInteger scalar = scalar(point, key, digest);
        write(key, Curve.signature(point, scalar));
        BundleSignature.read(this.folder).verify();
        refusal(key, Curve.signature(point, scalar.add(addition)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "0200000000000000000000000000000000000000000000000000000000000000",
            "0700000000000000000000000000000000000000000000000000000000000080",
            "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" })
    @DisplayName("bytes that are no point are refused, as a key and as R")
    void bytesThatAreNoPoint(String hex) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] honest = Curve.BASE.times(SECRET).encoded();
        contentSuchThat((message) -> true);
        assertThat(refusal(bytes, Curve.signature(honest, BigInteger.ONE)))
            .hasMessageContaining("malformed Ed25519 key");
        assertThat(refusal(honest, Curve.signature(bytes, BigInteger.ONE))).hasMessageContaining("not what was signed");
    }

    /** Changes the bundle until its digest has a property. */
    private byte[] contentSuchThat(Predicate<byte[]> property) throws IOException {
        for (int i = 0;; i++) {
            FileTree files = new FileTree().with("manifest.toml", "name = \"forged\"")
                .with("libforged.so", ByteBuffer.allocate(4).putInt(i).array());
            byte[] digest = files.digest();
            if (property.test(digest)) {
                files.writeTo(this.folder);
                return digest;
            }
        }
    }

    private void write(byte[] key, byte[] signature) throws IOException {
        Files.write(this.folder.resolve("bundle.sig"),
                ByteBuffer.allocate(103)
                    .put(new byte[] { 'P', 'P', 'S', 'I', 'G', 0, 1 })
                    .put(key)
                    .put(signature)
                    .array());
    }

    private SignatureException refusal(byte[] key, byte[] signature) throws IOException {
        write(key, signature);
        SignatureException failure = catchThrowableOfType(SignatureException.class,
                () -> BundleSignature.read(this.folder).verify());
        assertThat(failure).hasMessageContaining("signature verification failed");
        assertThat(failure.kind()).isEqualTo(SignatureException.Kind.VERIFICATION_FAILED);
        return failure;
    }

    private static boolean jdkAccepts(byte[] key, byte[] message, byte[] signature) throws GeneralSecurityException {
        BigInteger number = Curve.number(key);
        Signature verification = Signature.getInstance("Ed25519", "SunEC");
        verification.initVerify(KeyFactory.getInstance("Ed25519", "SunEC")
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519,
                    new EdECPoint(number.testBit(255), number.clearBit(255)))));
        verification.update(message);
        return verification.verify(signature);
    }

    @Test
    @DisplayName("of random bytes, those are keys that are points of the curve")
    void randomKeys() {
        Random random = new Random(20);
        List<String> refusals = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < 200; i++) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            BigInteger y = Curve.number(key).clearBit(255);
            boolean exists = y.compareTo(Curve.P) < 0 && Point.exists(y);
            try {
                VerifyingKey.of(key);
                accepted++;
                assertThat(exists).isTrue();
            }
            catch (IllegalArgumentException ex) {
                refusals.add(ex.getMessage());
                assertThat(exists).isFalse();
            }
        }
        assertThat(accepted).isBetween(60, 140);
        assertThat(refusals).allMatch((each) -> each.endsWith("it is no point of the curve"));
    }

}
