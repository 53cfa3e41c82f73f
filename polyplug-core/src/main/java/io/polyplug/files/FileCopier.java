package io.polyplug.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Copies and compares files through one native buffer, which the next copier takes over.
 * Where a file has nothing but zeros its copy has a hole, so that sparse files stay
 * sparse. Not thread-safe, but any number of copiers may work at a time.
 */
class FileCopier implements AutoCloseable {

    private static final int CAPACITY = 512 * 1024;

    /** Zeros are looked for in pieces of this size; the capacity is a multiple of it. */
    private static final int PIECE = 64 * 1024;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(PIECE).asReadOnlyBuffer();

    private static final Set<StandardOpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);

    private static final Set<OpenOption> PRESENT_FILE = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private static final AtomicReference<@Nullable ByteBuffer> spare = new AtomicReference<>();

    private final ByteBuffer buffer;

    /** {@code null} where nobody needs to know at once what was copied. */
    private final @Nullable MessageDigest content;

    FileCopier() {
        this(false);
    }

    /**
     * @param hashing whether the SHA-256 of each file is computed as it is copied
     */
    FileCopier(boolean hashing) {
        ByteBuffer taken = spare.getAndSet(null);
        this.buffer = (taken != null) ? taken : ByteBuffer.allocateDirect(CAPACITY);
        this.content = hashing ? ContentDigest.sha256() : null;
    }

    /** Returns nanoseconds since whenever. */
    long nanoTime() {
        return System.nanoTime();
    }

    /**
     * Writes a file that nobody can change afterwards.
     * @param from the content
     * @param target the file, which does not exist yet, or one that nobody needs any more
     * @param present whether it exists
     */
    void copy(ReadableByteChannel from, Path target, boolean present, CopyProgress progress) throws IOException {
        if (present) {
            copyOver(from, target, progress);
        }
        else {
            copy(from, target, progress);
        }
    }

    private void copy(ReadableByteChannel from, Path target, CopyProgress progress) throws IOException {
        try (FileChannel to = FileChannel.open(target, NEW_FILE, Permissions.SEALED_FILE.asAttributes())) {
            long size = copy(from, to, FileCopier::writeAllButZeros, progress);
            if (to.size() < size) {
                to.write(ZEROS.slice(0, 1), size - 1);
            }
        }
    }

    /** This is much cheaper than a new file, for it has its memory already. */
    private void copyOver(ReadableByteChannel from, Path target, CopyProgress progress) throws IOException {
        try (FileChannel to = FileChannel.open(target, PRESENT_FILE)) {
            long size = copy(from, to, FileCopier::writeAll, progress);
            if (to.size() > size) {
                to.truncate(size);
            }
        }
        Permissions.SEALED_FILE.applyTo(target);
    }

    /** Returns how many bytes there were. */
    private long copy(ReadableByteChannel from, FileChannel to, Writing writing, CopyProgress progress)
            throws IOException {
        ByteBuffer bytes = this.buffer.clear();
        long position = 0;
        boolean more;
        do {
            more = fill(bytes, from);
            int count = bytes.remaining();
            if (this.content != null) {
                this.content.update(bytes.duplicate());
            }
            writing.write(bytes, to, position);
            position += count;
            progress.add(count);
        }
        while (more);
        return position;
    }

    /**
     * Returns the SHA-256 of the file that was copied last, or {@code null} if none was
     * computed.
     */
    byte @Nullable [] contentDigest() {
        return (this.content != null) ? this.content.digest() : null;
    }

    private static void writeAll(ByteBuffer bytes, FileChannel to, long position) throws IOException {
        write(bytes, 0, bytes.limit(), to, position);
    }

    /** Writes runs of pieces that are not all zeros. */
    private static void writeAllButZeros(ByteBuffer bytes, FileChannel to, long position) throws IOException {
        int end = bytes.limit();
        int start = 0;
        for (int piece = 0; piece < end; piece += PIECE) {
            int length = Math.min(PIECE, end - piece);
            if (bytes.slice(piece, length).equals(ZEROS.slice(0, length))) {
                write(bytes, start, piece, to, position);
                start = piece + length;
            }
        }
        write(bytes, start, end, to, position);
    }

    private static void write(ByteBuffer bytes, int start, int end, FileChannel to, long position) throws IOException {
        bytes.limit(end).position(start);
        while (bytes.hasRemaining()) {
            to.write(bytes, position + bytes.position());
        }
        bytes.limit(bytes.capacity());
    }

    boolean haveSameContent(Path one, Path other) throws IOException {
        ByteBuffer oneBytes = this.buffer.clear().slice(0, CAPACITY / 2);
        ByteBuffer otherBytes = this.buffer.slice(CAPACITY / 2, CAPACITY / 2);
        try (FileChannel oneFile = FileChannel.open(one, StandardOpenOption.READ);
                FileChannel otherFile = FileChannel.open(other, StandardOpenOption.READ)) {
            do {
                fill(oneBytes, oneFile);
                fill(otherBytes, otherFile);
                if (!oneBytes.equals(otherBytes)) {
                    return false;
                }
            }
            while (oneBytes.hasRemaining());
            return true;
        }
    }

    /** Returns whether the file may go on. */
    private static boolean fill(ByteBuffer bytes, ReadableByteChannel file) throws IOException {
        bytes.clear();
        int count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = file.read(bytes);
        }
        bytes.flip();
        return count >= 0;
    }

    @Override
    public void close() {
        spare.set(this.buffer);
    }

    /** How bytes get to a file. */
    private interface Writing {

        void write(ByteBuffer bytes, FileChannel to, long position) throws IOException;

    }

}
