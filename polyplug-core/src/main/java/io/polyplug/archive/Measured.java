package io.polyplug.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import io.polyplug.archive.PackedContent.Part;
import io.polyplug.zip.ArchiveLimits;

/**
 * What the header before a file says of it, which is written before the file.
 *
 * @param size how many bytes it has
 * @param compressed how many it has when it is compressed
 * @param crc its CRC-32
 */
record Measured(long size, long compressed, long crc) {

    private static final int PIECE = 64 * 1024;

    static Measured of(Part part) throws IOException {
        CRC32 crc = new CRC32();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (InputStream content = part.open()) {
            byte[] bytes = new byte[PIECE];
            byte[] output = new byte[PIECE];
            for (int count = content.readNBytes(bytes, 0, PIECE); count > 0; count = content.readNBytes(bytes, 0,
                    PIECE)) {
                crc.update(bytes, 0, count);
                deflater.setInput(bytes, 0, count);
                while (!deflater.needsInput()) {
                    deflater.deflate(output);
                }
            }
            deflater.finish();
            while (!deflater.finished()) {
                deflater.deflate(output);
            }
            return new Measured(deflater.getBytesRead(), deflater.getBytesWritten(), crc.getValue());
        }
        finally {
            deflater.end();
        }
    }

    /** What would shrink too much would not be taken, so holes are written as holes. */
    boolean isStored() {
        return this.compressed >= this.size || this.size > ArchiveLimits.RATIO * this.compressed;
    }

}
