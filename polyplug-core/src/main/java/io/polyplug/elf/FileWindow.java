package io.polyplug.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Little-endian numbers anywhere in a file, read through a buffer of fixed size. What
 * lies outside the file is a defect of the file. Not thread-safe.
 */
final class FileWindow {

    private final FileChannel file;

    private final long size;

    private final ByteBuffer buffer;

    private long start;

    FileWindow(FileChannel file, long size, int capacity) {
        this.file = file;
        this.size = size;
        this.buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    }

    long size() {
        return this.size;
    }

    int u8(long offset) throws IOException, ElfDefect {
        return this.buffer.get(at(offset, Byte.BYTES)) & 0xff;
    }

    int u16(long offset) throws IOException, ElfDefect {
        return this.buffer.getShort(at(offset, Short.BYTES)) & 0xffff;
    }

    long u32(long offset) throws IOException, ElfDefect {
        return this.buffer.getInt(at(offset, Integer.BYTES)) & 0xffff_ffffL;
    }

    long u64(long offset) throws IOException, ElfDefect {
        return this.buffer.getLong(at(offset, Long.BYTES));
    }

    /** Refuses a part of the file that is not wholly in it; the numbers are unsigned. */
    void require(long offset, long length, String what) throws ElfDefect {
        if (offset < 0 || length < 0 || length > this.size || offset > this.size - length) {
            throw ElfDefect.incomplete("is incomplete: its " + what + " ends at byte "
                    + Long.toUnsignedString(offset + length) + ", and the file has " + this.size);
        }
    }

    private int at(long offset, int length) throws IOException, ElfDefect {
        require(offset, length, "content");
        if (offset < this.start || offset + length > this.start + this.buffer.limit()) {
            fill(offset);
            if (this.buffer.limit() < length) {
                throw ElfDefect.incomplete("became shorter while it was read");
            }
        }
        return (int) (offset - this.start);
    }

    private void fill(long offset) throws IOException {
        this.start = offset;
        this.buffer.clear();
        int count = 0;
        while (count >= 0 && this.buffer.hasRemaining()) {
            count = this.file.read(this.buffer, offset + this.buffer.position());
        }
        this.buffer.flip();
    }

}
