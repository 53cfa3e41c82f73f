package io.polyplug.signing;

import java.math.BigInteger;
import java.security.spec.EdECPoint;
import java.util.Set;

/**
 * A point of the Ed25519 curve as its 32 bytes say it: {@code y} with the least byte
 * first, and in the uppermost bit whether {@code x} is odd. Whether there is such a point
 * is left to the JDK.
 *
 * @param y the coordinate
 * @param xOdd the other one's parity
 */
record EncodedPoint(BigInteger y, boolean xOdd) {

    static final int SIZE = 32;

    private static final BigInteger FIELD = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /** Of two of the four points of order 8; the other two have its negative. */
    private static final BigInteger Y_OF_ORDER_8 = new BigInteger(
            "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);

    /**
     * The coordinates of the eight points whose order divides 8: 1 of the neutral point,
     * -1 of order 2, 0 of order 4.
     */
    private static final Set<BigInteger> Y_OF_SMALL_ORDER = Set.of(BigInteger.ONE, FIELD.subtract(BigInteger.ONE),
            BigInteger.ZERO, Y_OF_ORDER_8, FIELD.subtract(Y_OF_ORDER_8));

    /** Reads 32 bytes from an offset. */
    static EncodedPoint at(byte[] bytes, int offset) {
        BigInteger number = littleEndian(bytes, offset);
        return new EncodedPoint(number.clearBit(255), number.testBit(255));
    }

    /** Reads a number of 32 bytes from an offset. */
    static BigInteger littleEndian(byte[] bytes, int offset) {
        byte[] reversed = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            reversed[i] = bytes[offset + SIZE - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /** Returns whether the coordinate is written in the one way that is allowed. */
    boolean isCanonical() {
        return this.y.compareTo(FIELD) < 0;
    }

    /**
     * Returns whether eight times the point is the neutral one. For such a key anybody
     * can make signatures.
     */
    boolean isOfSmallOrder() {
        return Y_OF_SMALL_ORDER.contains(this.y.mod(FIELD));
    }

    EdECPoint toPoint() {
        return new EdECPoint(this.xOdd, this.y);
    }

}
