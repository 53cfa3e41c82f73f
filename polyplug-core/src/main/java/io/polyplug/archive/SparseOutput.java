package io.polyplug.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes a file with a hole wherever it is given a piece of zeros. Not thread-safe; does
 * not close the file.
 */
final class SparseOutput extends OutputStream {

    static final int PIECE = 64 * 1024;

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(PIECE).asReadOnlyBuffer();

    private final FileChannel file;

    private long position;

    SparseOutput(FileChannel file) {
        this.file = file;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] { (byte) one }, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer piece = ByteBuffer.wrap(bytes, offset, length);
        if (length == PIECE && piece.equals(ZEROS.duplicate())) {
            this.position += length;
            return;
        }
        while (piece.hasRemaining()) {
            this.position += this.file.write(piece, this.position);
        }
    }

    /** Gives the file its length, which a hole at the end has not. */
    void end() throws IOException {
        if (this.file.size() < this.position) {
            this.file.write(ByteBuffer.allocate(1), this.position - 1);
        }
    }

}
