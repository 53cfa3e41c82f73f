package io.polyplug.process;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.process.Mappings.Range;

/**
 * The keys of thread-specific data that exist in the process. Thread-safe.
 * <p>
 * glibc keeps them in one table and describes it for debuggers: where an entry has its
 * destructor and its sequence number, which is odd while the key is in use. A destructor
 * runs when a thread ends that has a value, whatever has become of its code.
 */
public final class ThreadKeys {

    private static final int MOST_KEYS = 1 << 16;

    private static final int LARGEST_ENTRY = 1 << 10;

    private final NativeBackend backend;

    private final long table;

    private final int count;

    private final int size;

    private final int sequence;

    private final int destructor;

    /**
     * Looks for the table.
     * @param backend how native memory is reached
     * @param libraries the system's loader
     */
    public ThreadKeys(NativeBackend backend, Libraries libraries) {
        this.backend = backend;
        this.count = number(libraries, "_thread_db___pthread_keys", 1);
        this.size = number(libraries, "_thread_db_sizeof_pthread_key_struct", 0);
        this.sequence = number(libraries, "_thread_db_pthread_key_struct_seq", 2);
        this.destructor = number(libraries, "_thread_db_pthread_key_struct_destr", 2);
        boolean known = this.count > 0 && this.count <= MOST_KEYS && isField(this.sequence) && isField(this.destructor);
        this.table = known ? libraries.symbol(0, "__pthread_keys") : 0;
    }

    private int number(Libraries libraries, String symbol, int index) {
        long address = libraries.symbol(0, symbol);
        return (address != 0) ? this.backend.getInt(address + (long) index * Integer.BYTES) : -1;
    }

    private boolean isField(int offset) {
        return offset >= 0 && this.size <= LARGEST_ENTRY && offset + Long.BYTES <= this.size;
    }

    /**
     * Returns whether a key is in use whose destructor is in given code.
     * @param code where the code is
     * @return the answer, or nothing where the C library does not tell
     */
    public Optional<Boolean> haveDestructorIn(List<Range> code) {
        if (this.table == 0) {
            return Optional.empty();
        }
        ByteBuffer entries = this.backend.view(this.table, this.count * this.size);
        for (int i = 0; i < this.count; i++) {
            int entry = i * this.size;
            long function = entries.getLong(entry + this.destructor);
            boolean used = (entries.getLong(entry + this.sequence) & 1) != 0;
            if (used && code.stream().anyMatch((range) -> range.holds(function))) {
                return Optional.of(true);
            }
        }
        return Optional.of(false);
    }

}
