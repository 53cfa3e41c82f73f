package io.polyplug.host;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.polyplug.abi.Utf8;
import io.polyplug.ffi.NativeBackend;

/**
 * Error texts that guests get as static memory: a small fixed set, each stored once.
 * Thread-safe.
 */
final class StaticTexts {

    private final NativeBackend backend;

    private final UpcallGuard guard;

    private final Map<String, Long> stored = new ConcurrentHashMap<>();

    StaticTexts(NativeBackend backend, UpcallGuard guard) {
        this.backend = backend;
        this.guard = guard;
    }

    /**
     * Writes an error with one of the fixed texts; the text must not hold anything
     * variable.
     */
    void refuse(long error, int code, String text) {
        byte[] bytes = Utf8.encode(text);
        long address = this.stored.computeIfAbsent(text, (key) -> {
            long block = this.backend.require(bytes.length, 1);
            this.backend.copyIn(bytes, block);
            return block;
        });
        this.guard.writeError(error, code, address, bytes.length);
    }

    /** Frees the texts. Only when no library is open any more. */
    void close() {
        this.stored.values().forEach(this.backend::free);
        this.stored.clear();
    }

}
