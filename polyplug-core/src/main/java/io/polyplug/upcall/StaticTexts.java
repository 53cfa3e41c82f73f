package io.polyplug.upcall;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.polyplug.abi.Utf8;
import io.polyplug.ffi.NativeBackend;

/**
 * Error texts that guests get as static memory: a small fixed set, each stored once.
 * Thread-safe.
 */
public final class StaticTexts {

    private final NativeBackend backend;

    private final UpcallGuard guard;

    private final Map<String, Long> stored = new ConcurrentHashMap<>();

    /**
     * Creates the store of texts.
     * @param backend the C heap
     * @param guard writes errors
     */
    public StaticTexts(NativeBackend backend, UpcallGuard guard) {
        this.backend = backend;
        this.guard = guard;
    }

    /**
     * Writes an error with one of the fixed texts; the text must not hold anything
     * variable.
     * @param error the 24 bytes of an {@code AbiError}, or 0
     * @param code the code
     * @param text the text
     */
    public void refuse(long error, int code, String text) {
        byte[] bytes = Utf8.encode(text);
        long address = this.stored.computeIfAbsent(text, (key) -> {
            long block = this.backend.require(bytes.length, 1);
            this.backend.copyIn(bytes, block);
            return block;
        });
        this.guard.writeError(error, code, address, bytes.length);
    }

    /** Frees the texts. Only when no library is open any more. */
    public void close() {
        this.stored.values().forEach(this.backend::free);
        this.stored.clear();
    }

}
