package io.polyplug.hostapi;

import java.util.ArrayList;
import java.util.List;

import io.polyplug.abi.Abi;
import io.polyplug.ffi.NativeBackend;

/**
 * The host tables: 184 bytes for each generation, with the same 21 functions behind all
 * of them (docs/abi.md 3.4). Thread-safe.
 * <p>
 * Tables are never freed or used again while the runtime lives.
 */
final class HostTables {

    private static final int FUNCTIONS = 21;

    private final NativeBackend backend;

    private final long[] stubs;

    private final List<Long> tables = new ArrayList<>();

    HostTables(NativeBackend backend, List<Long> stubs) {
        if (stubs.size() != FUNCTIONS) {
            throw new IllegalStateException("The host table has " + FUNCTIONS + " functions, not " + stubs.size());
        }
        this.backend = backend;
        this.stubs = stubs.stream().mapToLong(Long::longValue).toArray();
    }

    /** Makes a table: runtime at 0, the functions from 8, reserved null at 176. */
    synchronized long create() {
        long table = this.backend.require(Abi.HOST_API_SIZE, Abi.WORD);
        this.backend.putWord(table, table);
        writeFunctions(table);
        this.backend.putWord(table + (long) (FUNCTIONS + 1) * Abi.WORD, 0);
        this.tables.add(table);
        return table;
    }

    /** Writes the functions over those of a table, and nothing else. */
    void writeFunctions(long table) {
        for (int i = 0; i < FUNCTIONS; i++) {
            this.backend.putWord(table + (long) (i + 1) * Abi.WORD, this.stubs[i]);
        }
    }

    /** Frees the tables. Only when no library is open any more. */
    synchronized void close() {
        this.tables.forEach(this.backend::free);
        this.tables.clear();
    }

}
