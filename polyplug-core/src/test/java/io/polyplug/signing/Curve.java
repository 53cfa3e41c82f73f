package io.polyplug.signing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Ed25519 curve by plain arithmetic, as RFC 8032 defines it: slow, and good for
 * forging signatures that no honest signer makes.
 */
final class Curve {

    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /** The order of the base point. */
    static final BigInteger L = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger D = fraction(BigInteger.valueOf(-121665), BigInteger.valueOf(121666));

    private static final BigInteger ROOT_OF_MINUS_ONE = BigInteger.TWO
        .modPow(P.subtract(BigInteger.ONE).divide(BigInteger.valueOf(4)), P);

    static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);

    static final Point BASE = Point.of(fraction(BigInteger.valueOf(4), BigInteger.valueOf(5)), false);

    private Curve() {
    }

    private static BigInteger fraction(BigInteger above, BigInteger below) {
        return above.multiply(below.modInverse(P)).mod(P);
    }

    /** Returns the eight points whose order divides 8, the neutral one first. */
    static List<Point> smallOrder() {
        Point generator = NEUTRAL;
        for (int y = 2; generator.times(4).equals(NEUTRAL); y++) {
            if (Point.exists(BigInteger.valueOf(y))) {
                generator = Point.of(BigInteger.valueOf(y), false).times(L);
            }
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            points.add(generator.times(i));
        }
        return points;
    }

    /** Returns the scalar of the verification equation. */
    static BigInteger challenge(byte[] point, byte[] key, byte[] message) {
        return number(FileTree.hash("SHA-512", point, key, message)).mod(L);
    }

    /**
     * Returns whether the equation without cofactor holds, whatever the points are, with
     * the bytes as they are given.
     */
    static boolean satisfies(byte[] key, Point keyPoint, byte[] point, Point pointPoint, BigInteger scalar,
            byte[] message) {
        Point right = pointPoint.plus(keyPoint.times(challenge(point, key, message)));
        return BASE.times(scalar).equals(right);
    }

    static byte[] signature(byte[] point, BigInteger scalar) {
        byte[] signature = Arrays.copyOf(point, 64);
        System.arraycopy(bytes(scalar), 0, signature, 32, 32);
        return signature;
    }

    static BigInteger number(byte[] littleEndian) {
        byte[] reversed = new byte[littleEndian.length];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = littleEndian[reversed.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    static byte[] bytes(BigInteger number) {
        byte[] bytes = new byte[32];
        BigInteger rest = number;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = rest.byteValue();
            rest = rest.shiftRight(Byte.SIZE);
        }
        return bytes;
    }

    /** A point of the curve. */
    record Point(BigInteger x, BigInteger y) {

        static boolean exists(BigInteger y) {
            return xSquared(y).modPow(P.subtract(BigInteger.ONE).shiftRight(1), P).compareTo(BigInteger.ONE) <= 0;
        }

        static Point of(BigInteger y, boolean xOdd) {
            BigInteger square = xSquared(y);
            BigInteger x = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
            if (!x.multiply(x).mod(P).equals(square)) {
                x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
            }
            if (!x.multiply(x).mod(P).equals(square)) {
                throw new IllegalArgumentException("There is no point with y " + y);
            }
            return new Point((x.testBit(0) == xOdd) ? x : P.subtract(x).mod(P), y);
        }

        private static BigInteger xSquared(BigInteger y) {
            BigInteger square = y.multiply(y).mod(P);
            return fraction(square.subtract(BigInteger.ONE), D.multiply(square).add(BigInteger.ONE).mod(P));
        }

        Point plus(Point other) {
            BigInteger product = D.multiply(this.x).multiply(other.x).multiply(this.y).multiply(other.y).mod(P);
            BigInteger one = this.x.multiply(other.y).add(this.y.multiply(other.x));
            BigInteger two = this.y.multiply(other.y).add(this.x.multiply(other.x));
            return new Point(fraction(one, BigInteger.ONE.add(product).mod(P)),
                    fraction(two, BigInteger.ONE.subtract(product).mod(P)));
        }

        Point times(long factor) {
            return times(BigInteger.valueOf(factor));
        }

        Point times(BigInteger factor) {
            Point sum = NEUTRAL;
            for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                sum = factor.testBit(bit) ? sum.plus(this) : sum;
            }
            return sum;
        }

        byte[] encoded() {
            return encoded(this.y, this.x.testBit(0));
        }

        private static byte[] encoded(BigInteger y, boolean xOdd) {
            return bytes(xOdd ? y.setBit(255) : y);
        }

        /**
         * Returns every way to write the point: the canonical one first, then with the
         * coordinate not reduced, and with a sign where x has none.
         */
        List<byte[]> encodings() {
            List<byte[]> encodings = new ArrayList<>();
            for (BigInteger each = this.y; each.bitLength() <= 255; each = each.add(P)) {
                encodings.add(encoded(each, this.x.testBit(0)));
                if (this.x.signum() == 0) {
                    encodings.add(encoded(each, true));
                }
            }
            return encodings;
        }

    }

}
