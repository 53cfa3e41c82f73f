package io.polyplug.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes archives as no tool would, small and harmless: each number in each header can be
 * another one.
 */
final class CraftedZip {

    private static final int UNIX = 3 << 8 | 20;

    private final List<Entry> entries = new ArrayList<>();

    /** An archive that has a manifest, and else what is added. */
    static CraftedZip withManifest() {
        return new CraftedZip()
            .with(Entry.of("manifest.toml", "loader = \"native\"\nname = \"crafted\"\nfile = \"a.so\"\n"));
    }

    CraftedZip with(Entry entry) {
        this.entries.add(entry);
        return this;
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** Returns where the header of an entry is. */
    int offsetOf(int index) {
        return this.entries.subList(0, index)
            .stream()
            .mapToInt((entry) -> entry.local.header().length + entry.local.name.length + entry.data.length)
            .sum();
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Entry entry : this.entries) {
            int offset = (entry.offset >= 0) ? entry.offset : all.size();
            all.writeBytes(entry.local.header());
            all.writeBytes(entry.local.name);
            all.writeBytes(entry.data);
            directory.writeBytes(entry.central(offset));
            directory.writeBytes(entry.name);
        }
        int start = all.size();
        all.writeBytes(directory.toByteArray());
        all.writeBytes(buffer(22).putInt(0x06054b50)
            .putShort(8, (short) this.entries.size())
            .putShort(10, (short) this.entries.size())
            .putInt(12, directory.size())
            .putInt(16, start)
            .array());
        return all.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What the header before a file says. */
    record Local(byte[] name, int flags, int method, int crc, int compressed, int size) {

        byte[] header() {
            return buffer(30).putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) this.flags)
                .putShort((short) this.method)
                .putInt(0x00420000)
                .putInt(this.crc)
                .putInt(this.compressed)
                .putInt(this.size)
                .putShort((short) this.name.length)
                .array();
        }

    }

    /** An entry of the directory, its header, and its bytes. */
    record Entry(byte[] name, int flags, int method, int crc, int compressed, int size, int mode, int offset,
            Local local, byte[] data) {

        static Entry of(String name, String content) {
            return stored(name.getBytes(StandardCharsets.UTF_8), content.getBytes(StandardCharsets.UTF_8));
        }

        static Entry stored(byte[] name, byte[] content) {
            return of(name, 0, crc(content), content.length, content);
        }

        static Entry deflated(String name, byte[] content) {
            Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
            deflater.setInput(content);
            deflater.finish();
            byte[] data = new byte[content.length + 64];
            int length = deflater.deflate(data);
            deflater.end();
            return of(name.getBytes(StandardCharsets.UTF_8), 8, crc(content), content.length,
                    Arrays.copyOf(data, length));
        }

        private static Entry of(byte[] name, int method, int crc, int size, byte[] data) {
            return new Entry(name, 0, method, crc, data.length, size, 0100644, -1,
                    new Local(name, 0, method, crc, data.length, size), data);
        }

        private static int crc(byte[] content) {
            CRC32 crc = new CRC32();
            crc.update(content);
            return (int) crc.getValue();
        }

        byte[] central(int at) {
            return buffer(46).putInt(0x02014b50)
                .putShort((short) UNIX)
                .putShort((short) 20)
                .putShort((short) this.flags)
                .putShort((short) this.method)
                .putInt(0x00420000)
                .putInt(this.crc)
                .putInt(this.compressed)
                .putInt(this.size)
                .putShort((short) this.name.length)
                .putInt(38, this.mode << 16)
                .putInt(42, at)
                .array();
        }

        Entry mode(int other) {
            return new Entry(this.name, this.flags, this.method, this.crc, this.compressed, this.size, other,
                    this.offset, this.local, this.data);
        }

        Entry flags(int other) {
            return new Entry(this.name, other, this.method, this.crc, this.compressed, this.size, this.mode,
                    this.offset, new Local(this.local.name, other, this.local.method, this.local.crc,
                            this.local.compressed, this.local.size),
                    this.data);
        }

        Entry method(int other) {
            return new Entry(this.name, this.flags, other, this.crc, this.compressed, this.size, this.mode, this.offset,
                    new Local(this.local.name, this.local.flags, other, this.local.crc, this.local.compressed,
                            this.local.size),
                    this.data);
        }

        /** Says another size, in both places. */
        Entry size(int other) {
            return new Entry(this.name, this.flags, this.method, this.crc, this.compressed, other, this.mode,
                    this.offset, new Local(this.local.name, this.local.flags, this.local.method, this.local.crc,
                            this.local.compressed, other),
                    this.data);
        }

        Entry compressed(int other) {
            return new Entry(this.name, this.flags, this.method, this.crc, other, this.size, this.mode, this.offset,
                    new Local(this.local.name, this.local.flags, this.local.method, this.local.crc, other,
                            this.local.size),
                    this.data);
        }

        Entry crc(int other) {
            return new Entry(this.name, this.flags, this.method, other, this.compressed, this.size, this.mode,
                    this.offset, new Local(this.local.name, this.local.flags, this.local.method, other,
                            this.local.compressed, this.local.size),
                    this.data);
        }

        /** Has the directory name other bytes of the archive. */
        Entry at(int other) {
            return new Entry(this.name, this.flags, this.method, this.crc, this.compressed, this.size, this.mode, other,
                    this.local, this.data);
        }

        Entry local(UnaryOperator<Local> change) {
            return new Entry(this.name, this.flags, this.method, this.crc, this.compressed, this.size, this.mode,
                    this.offset, change.apply(this.local), this.data);
        }

    }

}
