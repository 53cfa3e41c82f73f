package io.polyplug.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

    static final int LEAST = 64;

    private final NativeBackend backend;

    private final Map<Object, Ring> rings = new ConcurrentHashMap<>();

    ReturnedViews(NativeBackend backend) {
        this.backend = backend;
    }

    /**
     * Copies bytes for a guest. While the thread is in guest calls they stay with the
     * thread, so that no other thread can push them out; when the outermost call ends
     * they go into the ring of its generation.
     */
    long store(CallStack stack, byte[] bytes) {
        long address = this.backend.require(bytes.length, 1);
        this.backend.copyIn(bytes, address);
        Block block = new Block(address, bytes.length);
        if (stack.isOutside()) {
            ringOf(this).add(block);
        }
        else {
            stack.hold(this, block);
        }
        return address;
    }

    private Ring ringOf(Object owner) {
        return this.rings.computeIfAbsent(owner, (key) -> new Ring());
    }

    /** Takes blocks that a thread need not hold any more. */
    void handOver(Generation generation, Iterable<Block> blocks) {
        Ring ring = ringOf(generation);
        blocks.forEach(ring::add);
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

    /**
     * A block that a guest was given.
     *
     * @param address where it is
     * @param size its bytes
     */
    record Block(long address, long size) {
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
