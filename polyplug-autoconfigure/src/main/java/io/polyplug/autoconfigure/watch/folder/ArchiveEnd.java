package io.polyplug.autoconfigure.watch.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Whether an archive is written to its end: what a zip file ends with is written last, so
 * half of one can be told from a whole one.
 */
final class ArchiveEnd {

    private static final int FIRST_ENTRY = 0x04034b50;

    private static final int END = 0x06054b50;

    private static final int END_SIZE = 22;

    private static final int LONGEST_COMMENT = 0xffff;

    private ArchiveEnd() {
    }

    /**
     * Returns what is missing of an archive.
     * @param archive the file
     * @return what to say about it, or nothing if nothing is known to be missing
     */
    static Optional<String> lackingOf(Path archive) throws IOException {
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.READ)) {
            long size = file.size();
            if (size == 0) {
                return Optional.of("'" + archive.getFileName() + "' is empty");
            }
            boolean begun = size < Integer.BYTES || read(file, 0, Integer.BYTES).getInt(0) == FIRST_ENTRY;
            return (begun && !hasEnd(file, size)) ? Optional.of("'" + archive.getFileName() + "' has no end")
                    : Optional.empty();
        }
    }

    private static boolean hasEnd(FileChannel file, long size) throws IOException {
        int count = (int) Math.min(size, END_SIZE + LONGEST_COMMENT);
        ByteBuffer tail = read(file, size - count, count);
        for (int i = tail.limit() - END_SIZE; i >= 0; i--) {
            int comment = Short.toUnsignedInt(tail.getShort(i + END_SIZE - Short.BYTES));
            if (tail.getInt(i) == END && i + END_SIZE + comment == tail.limit()) {
                return true;
            }
        }
        return false;
    }

    /** Returns less where the file was cut meanwhile. */
    private static ByteBuffer read(FileChannel file, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(count, Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        int read = 0;
        while (read >= 0 && bytes.position() < count) {
            read = file.read(bytes.limit(count), position + bytes.position());
        }
        return (bytes.position() < Integer.BYTES) ? bytes.clear() : bytes.flip();
    }

}
