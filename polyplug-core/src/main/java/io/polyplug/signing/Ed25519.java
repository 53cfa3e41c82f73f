package io.polyplug.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * Ed25519 of the JDK, made strict. The JDK's verification is without cofactor and refuses
 * scalars and coordinates that are not canonical, but accepts keys and points of small
 * order, for which signatures can be forged without any private key; these are refused
 * here. Its own provider is named, because what others accept is not known.
 */
final class Ed25519 {

    static final int SIGNATURE_SIZE = 64;

    private static final String NAME = "Ed25519";

    private static final String PROVIDER = "SunEC";

    /** The order of the group that signatures are made in; scalars are less. */
    private static final BigInteger ORDER = BigInteger.TWO.pow(252)
        .add(new BigInteger("27742317777372353535851937790883648493"));

    private Ed25519() {
    }

    /**
     * Returns the key pair of a seed. The JDK computes a public key only where it makes a
     * pair, so it gets the seed for its randomness, and is asked whether it took it.
     */
    static KeyPair keyPair(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME, PROVIDER);
            generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
            KeyPair pair = generator.generateKeyPair();
            byte[] taken = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElse(new byte[0]);
            if (!Arrays.equals(seed, taken)) {
                throw new IllegalStateException("The provider " + PROVIDER + " of this JVM makes key pairs in a way"
                        + " that is not known here. Use one of OpenJDK");
            }
            return pair;
        }
        catch (GeneralSecurityException ex) {
            throw missing(ex);
        }
    }

    /** Returns the 32 bytes of a public key. */
    static byte[] encoded(PublicKey key) {
        var point = ((EdECPublicKey) key).getPoint();
        byte[] number = point.getY().toByteArray();
        byte[] encoded = new byte[EncodedPoint.SIZE];
        for (int i = 0; i < number.length && i < encoded.length; i++) {
            encoded[i] = number[number.length - 1 - i];
        }
        encoded[EncodedPoint.SIZE - 1] |= (byte) (point.isXOdd() ? 0x80 : 0);
        return encoded;
    }

    /**
     * Returns the key with these 32 bytes.
     * @throws InvalidKeyException if they are no point, or one of small order
     */
    static PublicKey publicKey(byte[] encoded) throws InvalidKeyException {
        EncodedPoint point = EncodedPoint.at(encoded, 0);
        if (!point.isCanonical()) {
            throw new InvalidKeyException("its coordinate is not canonical");
        }
        if (point.isOfSmallOrder()) {
            throw new InvalidKeyException("it is a point of small order, for which anybody can forge signatures");
        }
        try {
            PublicKey key = KeyFactory.getInstance(NAME, PROVIDER)
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point.toPoint()));
            Signature.getInstance(NAME, PROVIDER).initVerify(key);
            return key;
        }
        catch (InvalidKeyException ex) {
            throw new InvalidKeyException("it is no point of the curve", ex);
        }
        catch (GeneralSecurityException ex) {
            throw missing(ex);
        }
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(NAME, PROVIDER);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        }
        catch (GeneralSecurityException ex) {
            throw missing(ex);
        }
    }

    /** Returns whether 64 bytes are a signature of the message, verified strictly. */
    static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        EncodedPoint point = EncodedPoint.at(signature, 0);
        BigInteger scalar = EncodedPoint.littleEndian(signature, EncodedPoint.SIZE);
        if (!point.isCanonical() || point.isOfSmallOrder() || scalar.compareTo(ORDER) >= 0) {
            return false;
        }
        try {
            Signature verification = Signature.getInstance(NAME, PROVIDER);
            verification.initVerify(key);
            verification.update(message);
            return verification.verify(signature);
        }
        catch (SignatureException ex) {
            return false;
        }
        catch (GeneralSecurityException ex) {
            throw missing(ex);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException(
                "This JVM has no Ed25519 by the provider " + PROVIDER
                        + ". Add the module jdk.crypto.ec to its image, or the provider to its security settings",
                cause);
    }

    /** What a generator of key pairs takes for randomness. */
    private static final class Seed extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Seed(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(this.bytes, 0, target, 0, Math.min(target.length, this.bytes.length));
        }

    }

}
