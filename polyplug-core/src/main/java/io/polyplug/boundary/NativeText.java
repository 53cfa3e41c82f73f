package io.polyplug.boundary;

import java.nio.charset.StandardCharsets;

import io.polyplug.abi.Utf8;
import io.polyplug.ffi.NativeBackend;

/**
 * Text that native code shows us as an address and a length.
 */
public final class NativeText {

    /**
     * Longer texts are not believed: names, paths, log lines and error messages stay far
     * below.
     */
    private static final long LONGEST = 1 << 20;

    private NativeText() {
    }

    /**
     * Copies text that has to be valid.
     * @param backend how memory is reached
     * @param address the first byte, or 0 for the empty text
     * @param length bytes
     * @return the text
     * @throws IllegalArgumentException if it is not UTF-8, or longer than 1 MiB
     */
    public static String strict(NativeBackend backend, long address, long length) {
        return Utf8.decode(copy(backend, address, length));
    }

    /**
     * Copies text that goes into a log or a message: what is not UTF-8 and what would
     * break the line is spelled out.
     * @param backend how memory is reached
     * @param address the first byte, or 0 for the empty text
     * @param length bytes
     * @return the text
     * @see PrintableText
     */
    public static String printable(NativeBackend backend, long address, long length) {
        return isBelieved(length) ? PrintableText.of(copy(backend, address, length)) : disbelief(length);
    }

    /**
     * Copies text for programs to look at; what is not UTF-8 is replaced.
     * @param backend how memory is reached
     * @param address the first byte, or 0 for the empty text
     * @param length bytes
     * @return the text
     */
    public static String lenient(NativeBackend backend, long address, long length) {
        return isBelieved(length) ? new String(copy(backend, address, length), StandardCharsets.UTF_8)
                : disbelief(length);
    }

    private static boolean isBelieved(long length) {
        return Long.compareUnsigned(length, LONGEST) <= 0;
    }

    private static String disbelief(long length) {
        return "(a text of " + Long.toUnsignedString(length) + " bytes, which is not believed)";
    }

    private static byte[] copy(NativeBackend backend, long address, long length) {
        if (address == 0 || length == 0) {
            return new byte[0];
        }
        requireBelieved(length);
        return backend.copyOut(address, (int) length);
    }

    /**
     * Refuses lengths that no text has.
     * @param length bytes
     * @throws IllegalArgumentException if that is more than 1 MiB
     */
    public static void requireBelieved(long length) {
        if (!isBelieved(length)) {
            throw new IllegalArgumentException(
                    "a text of " + Long.toUnsignedString(length) + " bytes is longer than 1 MiB");
        }
    }

}
