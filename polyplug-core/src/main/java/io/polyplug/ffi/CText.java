package io.polyplug.ffi;

import java.io.ByteArrayOutputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongUnaryOperator;

/**
 * Texts that end with a zero byte, as functions of the C library take and give them.
 */
final class CText {

    private static final int LONGEST = 16 * 1024;

    private CText() {
    }

    /**
     * Reads a text. Whole aligned words are read, which never reach into a page that the
     * text is not in.
     * @param backend how native memory is reached
     * @param address the first byte, not 0
     * @return the text, taken as UTF-8, without its end; 16 KiB of it at most
     */
    static String at(NativeBackend backend, long address) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long word = address & -Long.BYTES;
        int skipped = (int) (address - word);
        while (bytes.size() < LONGEST) {
            long octets = backend.getWord(word);
            for (int i = skipped; i < Long.BYTES; i++) {
                int octet = (int) (octets >>> (i * Byte.SIZE)) & 0xff;
                if (octet == 0) {
                    return bytes.toString(StandardCharsets.UTF_8);
                }
                bytes.write(octet);
            }
            word += Long.BYTES;
            skipped = 0;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * Lends a text to a native function.
     * @param backend how native memory is reached
     * @param text the text, written as UTF-8
     * @param use gets the address, which is good until it returns
     * @return what {@code use} returns
     */
    static long lend(NativeBackend backend, String text, LongUnaryOperator use) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length + 1).put(0, bytes);
        try {
            return use.applyAsLong(backend.addressOf(memory));
        }
        finally {
            Reference.reachabilityFence(memory);
        }
    }

}
