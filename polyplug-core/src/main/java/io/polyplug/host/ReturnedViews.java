package io.polyplug.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Generation;

/**
 * What host contracts return to guests: borrowed there, and alive here at least until the
 * guest has made {@value #LEAST} further calls that return memory, usually
 * {@value #RING}. Thread-safe.
 * <p>
 * One bounded ring a generation, freed with the generation. What threads of a guest's own
 * get has a ring of the runtime.
 */
final class ReturnedViews implements AutoCloseable {

    private static final int RING = 1024;

    private static final long RING_BYTES = 16L << 20;

    private static final int LEAST = 64;

    private final NativeBackend backend;

    private final Map<Object, Ring> rings = new ConcurrentHashMap<>();

    ReturnedViews(NativeBackend backend) {
        this.backend = backend;
    }

    /** Copies bytes for a guest. */
    long store(@Nullable Generation generation, byte[] bytes) {
        long address = this.backend.allocate(bytes.length, 1);
        if (address == 0) {
            throw new OutOfMemoryError("No native memory for " + bytes.length + " bytes that a host contract returns");
        }
        this.backend.copyIn(bytes, address);
        this.rings.computeIfAbsent((generation != null) ? generation : this, (key) -> new Ring())
            .add(new Block(address, bytes.length));
        return address;
    }

    /** Frees what a generation was given. Only after its library was closed. */
    void reclaim(Generation generation) {
        Ring ring = this.rings.remove(generation);
        if (ring != null) {
            ring.clear();
        }
    }

    @Override
    public void close() {
        this.rings.values().forEach(Ring::clear);
        this.rings.clear();
    }

    private record Block(long address, long size) {
    }

    private final class Ring {

        private final Deque<Block> blocks = new ArrayDeque<>();

        private long bytes;

        synchronized void add(Block block) {
            this.blocks.add(block);
            this.bytes += block.size();
            while (this.blocks.size() > RING || (this.bytes > RING_BYTES && this.blocks.size() > LEAST)) {
                Block oldest = this.blocks.remove();
                this.bytes -= oldest.size();
                ReturnedViews.this.backend.free(oldest.address());
            }
        }

        synchronized void clear() {
            this.blocks.forEach((block) -> ReturnedViews.this.backend.free(block.address()));
            this.blocks.clear();
        }

    }

}
