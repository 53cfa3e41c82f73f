package io.polyplug.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the central directory as it stands there, with the path that its name
 * means.
 */
record DirectoryEntry(String path, byte[] name, Header header, int crc, long compressed, long size, int mode,
        long offset) {

    private static final int SIGNATURE = 0x02014b50;

    private static final int LOCAL_SIGNATURE = 0x04034b50;

    private static final int SIZE = 46;

    private static final int LOCAL_SIZE = 30;

    private static final int SIZES_FOLLOW = 1 << 3;

    private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;

    private static final int STORED = 0;

    private static final int DEFLATED = 8;

    private static final int TYPE = 0170000;

    private static final int PLAIN = 0100000;

    private static final int FOLDER = 0040000;

    private static final int LINK = 0120000;

    /** What stands in the directory and again before the file. */
    private record Header(int flags, int method) {
    }

    /** Returns the entry at a place of the directory, or nothing if that is none. */
    static @Nullable DirectoryEntry at(ByteBuffer directory, int at, ArchiveProblems problems) {
        if (directory.limit() - at < SIZE || directory.getInt(at) != SIGNATURE
                || directory.limit() - at < lengthAt(directory, at)) {
            return null;
        }
        byte[] name = ZipBytes.slice(directory, at + SIZE, ZipBytes.unsigned(directory, at + 28));
        return new DirectoryEntry(EntryName.of(name, problems), name,
                new Header(ZipBytes.unsigned(directory, at + 8), ZipBytes.unsigned(directory, at + 10)),
                directory.getInt(at + 16), ZipBytes.unsignedInt(directory, at + 20),
                ZipBytes.unsignedInt(directory, at + 24), ZipBytes.unsigned(directory, at + 40),
                ZipBytes.unsignedInt(directory, at + 42));
    }

    /** Returns how many bytes it has with its name, extra fields and comment. */
    static int lengthAt(ByteBuffer directory, int at) {
        return SIZE + ZipBytes.unsigned(directory, at + 28) + ZipBytes.unsigned(directory, at + 30)
                + ZipBytes.unsigned(directory, at + 32);
    }

    boolean isFolder() {
        return this.path.isEmpty() || this.name[this.name.length - 1] == '/';
    }

    /** Returns what may not be, as the rest of a sentence, with the cure. */
    void requirePlain(ArchiveProblems problems) {
        int type = this.mode & TYPE;
        if ((this.header.flags & ENCRYPTED) != 0) {
            throw problems.at(this.path, "is encrypted", "Pack it without a password");
        }
        if (this.header.method != STORED && this.header.method != DEFLATED) {
            throw problems.at(this.path, "is compressed by method " + this.header.method, "Pack it stored or deflated");
        }
        if (type == LINK) {
            throw problems.at(this.path, "is a symbolic link", "Put the file itself there");
        }
        if (type != 0 && type != PLAIN && type != FOLDER) {
            throw problems.at(this.path, "is a device or the like", "Remove it, a bundle holds files and folders");
        }
        if (type != 0 && (type == FOLDER) != isFolder()) {
            throw problems.at(this.path, "is a folder by its mode or by its name, but not by both",
                    ArchiveProblems.PACK_ANEW);
        }
        if ((this.header.method == STORED && this.compressed != this.size) || (isFolder() && this.size != 0)) {
            throw problems.at(this.path, "has " + this.compressed + " bytes and says that they are " + this.size,
                    ArchiveProblems.PACK_ANEW);
        }
    }

    /**
     * Reads the header before the file, which must say the same.
     * @return the file, with the place of its bytes
     */
    ZipMember located(ZipBytes archive) throws IOException {
        ByteBuffer local = archive.read(this.offset, LOCAL_SIZE);
        Header other = new Header(ZipBytes.unsigned(local, 6), ZipBytes.unsigned(local, 8));
        int nameLength = ZipBytes.unsigned(local, 26);
        if (local.getInt(0) != LOCAL_SIGNATURE || !this.header.equals(other) || nameLength != this.name.length
                || !Arrays.equals(archive.read(this.offset + LOCAL_SIZE, nameLength).array(), this.name)
                || !hasSizes(local)) {
            throw archive.problems()
                .at(this.path, "says something else in the header before it than in the directory",
                        ArchiveProblems.PACK_ANEW);
        }
        return new ZipMember(this.path, isFolder(), this.size,
                new ZipMember.Data(this.offset + LOCAL_SIZE + nameLength + ZipBytes.unsigned(local, 28),
                        this.compressed, this.header.method == DEFLATED, this.crc));
    }

    /** Who writes without looking back writes them behind the file. */
    private boolean hasSizes(ByteBuffer local) {
        return (this.header.flags & SIZES_FOLLOW) != 0 || (local.getInt(14) == this.crc
                && ZipBytes.unsignedInt(local, 18) == this.compressed && ZipBytes.unsignedInt(local, 22) == this.size);
    }

}
