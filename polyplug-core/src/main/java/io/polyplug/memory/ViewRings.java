package io.polyplug.memory;

import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Generation;

/**
 * What guests were given and may still read, in the order in which it will be freed.
 * Thread-safe; what a call's end needs is without locks.
 * <p>
 * One bounded ring a generation, made with the generation and freed with it. What threads
 * of a guest's own get has a ring of the runtime.
 */
final class ViewRings implements AutoCloseable {

    static final int RING = 1024;

    private static final long RING_BYTES = 16L << 20;

    static final int LEAST = 64;

    private final NativeBackend backend;

    private final Map<Generation, Ring> rings = new ConcurrentHashMap<>();

    private final Ring shared = new Ring();

    ViewRings(NativeBackend backend) {
        this.backend = backend;
    }

    /** Makes the ring of a generation. Before it is called. */
    void open(Generation generation) {
        this.rings.put(generation, new Ring());
    }

    /** Takes a block that no call holds. */
    void add(Block block) {
        this.shared.add(block);
    }

    /**
     * Takes blocks that a thread need not hold any more. Under the pin of the thread's
     * outermost call, so the generation is open.
     */
    void handOver(Generation generation, Iterable<Block> blocks) {
        Ring ring = Objects.requireNonNullElse(this.rings.get(generation), this.shared);
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
        this.shared.clear();
    }

    /**
     * A block that a guest was given.
     *
     * @param address where it is
     * @param size its bytes
     */
    record Block(long address, long size) {
    }

    /** The count follows the blocks: whoever has lowered it finds one. */
    private final class Ring {

        private final Queue<Block> blocks = new ConcurrentLinkedQueue<>();

        private final AtomicInteger count = new AtomicInteger();

        private final AtomicLong bytes = new AtomicLong();

        void add(Block block) {
            this.blocks.add(block);
            this.bytes.addAndGet(block.size());
            this.count.incrementAndGet();
            for (Block oldest = surplus(); oldest != null; oldest = surplus()) {
                free(oldest);
            }
        }

        private @Nullable Block surplus() {
            int present = this.count.get();
            while (present > RING || (present > LEAST && this.bytes.get() > RING_BYTES)) {
                if (this.count.compareAndSet(present, present - 1)) {
                    return this.blocks.poll();
                }
                present = this.count.get();
            }
            return null;
        }

        private void free(Block block) {
            this.bytes.addAndGet(-block.size());
            ViewRings.this.backend.free(block.address());
        }

        void clear() {
            for (Block next = this.blocks.poll(); next != null; next = this.blocks.poll()) {
                this.count.decrementAndGet();
                free(next);
            }
        }

    }

}
