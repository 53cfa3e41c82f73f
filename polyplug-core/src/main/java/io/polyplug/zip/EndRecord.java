package io.polyplug.zip;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The end of an archive, which tells where its central directory is.
 *
 * @param entries how many entries that has
 * @param offset where it begins
 * @param length how many bytes it has
 */
record EndRecord(int entries, long offset, int length) {

    private static final int SIGNATURE = 0x06054b50;

    private static final int LOCAL_SIGNATURE = 0x04034b50;

    private static final int SIZE = 22;

    private static final int LONGEST_COMMENT = 0xffff;

    private static final int COMMENT_LENGTH = 20;

    private static final long IN_ZIP64 = 0xffff_ffffL;

    static EndRecord find(ZipBytes archive) throws IOException {
        if (archive.size() == 0) {
            throw archive.truncated();
        }
        int count = (int) Math.min(archive.size(), SIZE + LONGEST_COMMENT);
        long start = archive.size() - count;
        ByteBuffer tail = archive.read(start, count);
        for (int i = count - SIZE; i >= 0; i--) {
            if (tail.getInt(i) == SIGNATURE && ZipBytes.unsigned(tail, i + COMMENT_LENGTH) == count - SIZE - i) {
                return of(tail, i, start + i, archive.problems());
            }
        }
        throw notFound(archive);
    }

    private static RuntimeException notFound(ZipBytes archive) throws IOException {
        boolean begun = archive.size() < Integer.BYTES || archive.read(0, Integer.BYTES).getInt(0) == LOCAL_SIGNATURE;
        return begun ? archive.truncated()
                : archive.problems().of("is not a zip file", "Pack the bundle's folder, with polyplug pack or zip -r");
    }

    private static EndRecord of(ByteBuffer bytes, int at, long position, ArchiveProblems problems) {
        int entries = ZipBytes.unsigned(bytes, at + 10);
        long length = ZipBytes.unsignedInt(bytes, at + 12);
        long offset = ZipBytes.unsignedInt(bytes, at + 16);
        if (entries == 0xffff || length == IN_ZIP64 || offset == IN_ZIP64) {
            throw problems.of("is in the format Zip64, which only larger archives need than are taken",
                    "Pack less: at most " + ArchiveLimits.ENTRIES + " entries and " + ArchiveLimits.BYTES + " bytes");
        }
        if (bytes.getInt(at + 4) != 0 || ZipBytes.unsigned(bytes, at + 8) != entries) {
            throw problems.of("is one part of an archive in several files", "Pack it into one file");
        }
        if (offset + length != position) {
            throw problems.of("has bytes that do not belong to it, or lacks some: its directory is not where its end"
                    + " record says", ArchiveProblems.PACK_ANEW);
        }
        if (entries > ArchiveLimits.ENTRIES || length > ArchiveLimits.DIRECTORY_BYTES) {
            throw problems.of(
                    "has " + entries + " entries in a directory of " + length + " bytes, and at most "
                            + ArchiveLimits.ENTRIES + " in " + ArchiveLimits.DIRECTORY_BYTES + " bytes are taken",
                    "Keep what is not needed to open the library outside of the bundle");
        }
        return new EndRecord(entries, offset, (int) length);
    }

}
