package io.polyplug.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Reads pieces of an archive. What is not there is told as a truncated archive.
 *
 * @param file the archive
 * @param size its size when it was opened
 * @param problems makes the refusal
 */
record ZipBytes(FileChannel file, long size, ArchiveProblems problems) {

    /** Returns bytes in the order of the format, least first. */
    ByteBuffer read(long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (this.file.read(bytes, position + bytes.position()) < 0) {
                throw truncated();
            }
        }
        return bytes.flip();
    }

    RuntimeException truncated() {
        return this.problems.of("ends before its content does: it was cut off, or is still being written",
                "Finish writing it, or copy it once more");
    }

    static int unsigned(ByteBuffer bytes, int offset) {
        return Short.toUnsignedInt(bytes.getShort(offset));
    }

    static long unsignedInt(ByteBuffer bytes, int offset) {
        return Integer.toUnsignedLong(bytes.getInt(offset));
    }

    static byte[] slice(ByteBuffer bytes, int offset, int length) {
        byte[] slice = new byte[length];
        bytes.get(offset, slice);
        return slice;
    }

}
