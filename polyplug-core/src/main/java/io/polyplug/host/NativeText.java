package io.polyplug.host;

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
     * Copies text that is only shown to people; what is not UTF-8 is replaced.
     * @param backend how memory is reached
     * @param address the first byte, or 0 for the empty text
     * @param length bytes
     * @return the text
     */
    public static String lenient(NativeBackend backend, long address, long length) {
        if (Long.compareUnsigned(length, LONGEST) > 0) {
            return "(a text of " + Long.toUnsignedString(length) + " bytes, which is not believed)";
        }
        return new String(copy(backend, address, length), StandardCharsets.UTF_8);
    }

    private static byte[] copy(NativeBackend backend, long address, long length) {
        if (address == 0 || length == 0) {
            return new byte[0];
        }
        if (Long.compareUnsigned(length, LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a text of " + Long.toUnsignedString(length) + " bytes is longer than 1 MiB");
        }
        return backend.copyOut(address, (int) length);
    }

}
