package io.polyplug.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.polyplug.ffi.NativeBackend;

/**
 * Memory of this process, read in such a way that a wrong address is an answer and not a
 * signal: through the file that Linux has for it. Where there is no such file memory is
 * read as it is. Thread-safe.
 */
public final class ProcessMemory implements AutoCloseable {

    private static final Path FILE = Path.of("/proc/self/mem");

    private final NativeBackend backend;

    private final @Nullable RandomAccessFile file;

    private ProcessMemory(NativeBackend backend, @Nullable RandomAccessFile file) {
        this.backend = backend;
        this.file = file;
    }

    /**
     * Opens the memory of this process.
     * @param backend reads it where the system has no file for it
     * @return the memory, to be closed when nobody reads it any more
     */
    public static ProcessMemory open(NativeBackend backend) {
        return open(backend, FILE);
    }

    static ProcessMemory open(NativeBackend backend, Path file) {
        try {
            return new ProcessMemory(backend, new RandomAccessFile(file.toFile(), "r"));
        }
        catch (IOException ex) {
            return new ProcessMemory(backend, null);
        }
    }

    /**
     * Reads memory.
     * @param address where it begins
     * @param size how many bytes
     * @return a copy in native byte order, or {@code null} if something of it is not
     * mapped
     */
    public @Nullable ByteBuffer read(long address, int size) {
        if (size == 0) {
            return ByteBuffer.allocate(0);
        }
        if (this.file == null) {
            return ByteBuffer.wrap(this.backend.copyOut(address, size)).order(ByteOrder.nativeOrder());
        }
        byte[] bytes = new byte[size];
        try {
            synchronized (this.file) {
                this.file.seek(address);
                this.file.readFully(bytes);
            }
        }
        catch (IOException ex) {
            return null;
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * Reads memory that may not be there; nothing where that cannot be found out.
     * @param address where it begins
     * @param size how many bytes
     * @return a copy in native byte order, or {@code null} if something of it is not
     * mapped, or the system has no file for it
     */
    public @Nullable ByteBuffer readIfMapped(long address, int size) {
        return (this.file != null) ? read(address, size) : null;
    }

    @Override
    public void close() {
        if (this.file != null) {
            try {
                this.file.close();
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }

}
