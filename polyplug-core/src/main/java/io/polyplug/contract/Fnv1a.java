package io.polyplug.contract;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The 64-bit FNV-1a hash behind every identifier (docs/abi.md 6.1).
 */
final class Fnv1a {

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private Fnv1a() {
    }

    static long hash(String text) {
        long hash = OFFSET_BASIS;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash ^= octet & 0xff;
            hash *= PRIME;
        }
        return hash;
    }

    static String hex(long value) {
        return HexFormat.of().toHexDigits(value);
    }

}
