package io.polyplug.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import io.polyplug.error.BundleArchiveException;
import org.jspecify.annotations.Nullable;

/**
 * The content of one file of an archive. It ends where the directory says, with the
 * checksum that stands there, or reading fails. Not thread-safe.
 */
final class MemberChannel implements ReadableByteChannel {

    private static final int CHUNK = 64 * 1024;

    private static final String LIES = "is not as long as it says";

    private final FileChannel file;

    private final ZipMember member;

    private final ArchiveProblems problems;

    private final CRC32 crc = new CRC32();

    private final @Nullable Inflater inflater;

    private final ByteBuffer input = ByteBuffer.allocate(CHUNK).limit(0);

    /** Where the next bytes are read in the archive, and how many of them there are. */
    private long position;

    private long unread;

    /** How many bytes of the content are still to come. */
    private long left;

    private boolean open = true;

    MemberChannel(FileChannel file, ZipMember member, ArchiveProblems problems) {
        this.file = file;
        this.member = member;
        this.problems = problems;
        this.inflater = member.data().deflated() ? new Inflater(true) : null;
        this.position = member.data().start();
        this.unread = member.data().compressed();
        this.left = member.size();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (this.left == 0) {
            requireEnd();
            return -1;
        }
        ByteBuffer content = target.duplicate();
        content.limit(content.position() + (int) Math.min(content.remaining(), this.left));
        int count = (this.inflater != null) ? inflate(this.inflater, content) : copy(content);
        content.flip().position(target.position());
        this.crc.update(content);
        target.position(target.position() + count);
        this.left -= count;
        return count;
    }

    private int copy(ByteBuffer content) throws IOException {
        return readFile(content);
    }

    private int inflate(Inflater source, ByteBuffer content) throws IOException {
        try {
            int count = source.inflate(content);
            while (count == 0) {
                if (source.finished() || source.needsDictionary() || !feed(source)) {
                    throw wrong(LIES, null);
                }
                count = source.inflate(content);
            }
            return count;
        }
        catch (DataFormatException ex) {
            throw wrong("is damaged: it cannot be decompressed", ex);
        }
    }

    /** Returns whether there were more bytes. */
    private boolean feed(Inflater source) throws IOException {
        if (this.unread == 0) {
            return false;
        }
        this.input.clear().limit((int) Math.min(CHUNK, this.unread));
        readFile(this.input);
        source.setInput(this.input.flip());
        return true;
    }

    private int readFile(ByteBuffer bytes) throws IOException {
        int count = this.file.read(bytes, this.position);
        if (count < 0) {
            throw new ZipBytes(this.file, this.position, this.problems).truncated();
        }
        this.position += count;
        this.unread -= count;
        return count;
    }

    /** What is deflated may end with a piece that has no content. */
    private void requireEnd() throws IOException {
        if (this.inflater != null && !this.inflater.finished()) {
            try {
                ByteBuffer more = ByteBuffer.allocate(1);
                while (!this.inflater.finished()) {
                    if (this.inflater.inflate(more) > 0 || (this.inflater.needsInput() && !feed(this.inflater))) {
                        throw wrong(LIES, null);
                    }
                }
            }
            catch (DataFormatException ex) {
                throw wrong("is damaged: it cannot be decompressed", ex);
            }
        }
        if (this.unread > 0 || (this.inflater != null && this.inflater.getRemaining() > 0)) {
            throw wrong(LIES, null);
        }
        if ((int) this.crc.getValue() != this.member.data().crc()) {
            throw wrong("is damaged: its checksum is another one", null);
        }
    }

    private BundleArchiveException wrong(String reason, @Nullable Exception cause) {
        return this.problems.at(this.member.path(), reason, ArchiveProblems.PACK_ANEW, cause);
    }

    @Override
    public boolean isOpen() {
        return this.open;
    }

    @Override
    public void close() {
        this.open = false;
        if (this.inflater != null) {
            this.inflater.end();
        }
    }

}
