package io.polyplug.ffi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.platform.Platform;

/**
 * The size of a page of memory, as the system told this process when it began: 4 KiB on
 * x86-64; on AArch64 4, 16 or 64 KiB, which the kernel decides.
 */
final class PageSize {

    /** The least that there is. */
    static final int LEAST = 4096;

    private static final int LARGEST = 65_536;

    private static final Path AUXILIARY_VECTOR = Path.of("/proc/self/auxv");

    /** {@code AT_PAGESZ}. */
    private static final long PAGE_SIZE = 6;

    private PageSize() {
    }

    /**
     * Returns the page size of this process.
     * @return bytes, a power of two; the largest there is where the system does not say
     */
    static int current() {
        return in(AUXILIARY_VECTOR, Platform.current().osArch());
    }

    /** The vector is pairs of words: a number that says what it is, and a value. */
    static int in(Path vector, String processor) {
        try {
            ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(vector)).order(ByteOrder.nativeOrder());
            while (words.remaining() >= 2 * Long.BYTES) {
                long key = words.getLong();
                long value = words.getLong();
                if (key == PAGE_SIZE && value >= LEAST && value <= LARGEST) {
                    return (int) value;
                }
            }
        }
        catch (IOException ex) {
            // A process that may not be inspected, or no Linux.
        }
        return Platform.of("", processor).isX86() ? LEAST : LARGEST;
    }

}
