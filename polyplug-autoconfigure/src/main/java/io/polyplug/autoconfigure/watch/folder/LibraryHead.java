package io.polyplug.autoconfigure.watch.folder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * How long a file has to be, by what its first bytes say: an ELF library says where its
 * parts end, so half of one can be told from a whole one.
 *
 * @param isLibrary whether it begins as a library does
 * @param length how long it has to be, 0 if that is not known
 */
record LibraryHead(boolean isLibrary, long length) {

    private static final int MAGIC = 0x7f454c46;

    private static final int HEADER = 64;

    private static final int PROGRAM_HEADER = 56;

    private static final byte BITS_64 = 2;

    private static final byte LITTLE_ENDIAN = 1;

    /**
     * Reads the head of a file.
     * @param bytes the first bytes of it
     * @param size how many they are
     * @return what it says
     */
    static LibraryHead of(byte[] bytes, int size) {
        ByteBuffer head = ByteBuffer.wrap(bytes, 0, size);
        if (size < Integer.BYTES || head.getInt(0) != MAGIC) {
            return new LibraryHead(false, 0);
        }
        if (size < HEADER) {
            return new LibraryHead(true, HEADER);
        }
        if (head.get(4) != BITS_64 || head.get(5) != LITTLE_ENDIAN) {
            return new LibraryHead(true, 0);
        }
        head.order(ByteOrder.LITTLE_ENDIAN);
        long sections = head.getLong(40) + (long) Short.toUnsignedInt(head.getShort(58)) * head.getShort(60);
        return new LibraryHead(true, Math.max(sections, endOfSegments(head)));
    }

    private static long endOfSegments(ByteBuffer head) {
        long first = head.getLong(32);
        long number = Short.toUnsignedInt(head.getShort(56));
        long end = first + number * PROGRAM_HEADER;
        for (long i = 0; i < number; i++) {
            long at = first + i * PROGRAM_HEADER;
            if (at < 0 || at + PROGRAM_HEADER > head.limit()) {
                return end;
            }
            end = Math.max(end, head.getLong((int) at + 8) + head.getLong((int) at + 32));
        }
        return end;
    }

    /**
     * Returns what is missing of a file.
     * @param name its name
     * @param size how long it is
     * @return what to say about it, or nothing if nothing is known to be missing
     */
    Optional<String> lackingOf(String name, long size) {
        if (this.isLibrary && size < this.length) {
            return Optional.of("'" + name + "' has " + size + " of " + this.length + " bytes");
        }
        return (size == 0 && isNeverEmpty(name)) ? Optional.of("'" + name + "' is empty") : Optional.empty();
    }

    private static boolean isNeverEmpty(String name) {
        return name.equals("manifest.toml") || name.endsWith(".so") || name.contains(".so.");
    }

}
