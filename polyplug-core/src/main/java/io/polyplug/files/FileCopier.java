package io.polyplug.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Copies and compares files through one native buffer, which the next copier takes over.
 * Not thread-safe, but any number of copiers may work at a time.
 */
class FileCopier implements AutoCloseable {

    private static final int CAPACITY = 512 * 1024;

    private static final Set<StandardOpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);

    private static final AtomicReference<@Nullable ByteBuffer> spare = new AtomicReference<>();

    private final ByteBuffer buffer;

    FileCopier() {
        ByteBuffer taken = spare.getAndSet(null);
        this.buffer = (taken != null) ? taken : ByteBuffer.allocateDirect(CAPACITY);
    }

    /**
     * Copies a file to one that does not exist yet and that nobody can change afterwards.
     */
    void copy(Path source, Path target) throws IOException {
        ByteBuffer bytes = this.buffer.clear();
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, NEW_FILE, Permissions.SEALED_FILE.asAttributes())) {
            while (from.read(bytes) >= 0) {
                bytes.flip();
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
                bytes.clear();
            }
        }
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

    private static void fill(ByteBuffer bytes, FileChannel file) throws IOException {
        bytes.clear();
        int count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = file.read(bytes);
        }
        bytes.flip();
    }

    @Override
    public void close() {
        spare.set(this.buffer);
    }

}
