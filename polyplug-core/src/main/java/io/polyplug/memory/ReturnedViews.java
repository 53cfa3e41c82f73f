package io.polyplug.memory;

import org.jspecify.annotations.Nullable;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Generation;

/**
 * What host contracts return to guests: borrowed there, and alive here at least until the
 * guest has made {@value ViewRings#LEAST} further calls that return memory, usually
 * {@value ViewRings#RING}. Thread-safe.
 */
public final class ReturnedViews implements AutoCloseable {

    private final NativeBackend backend;

    private final ViewRings rings;

    /**
     * Creates the memory.
     * @param backend the C heap
     */
    public ReturnedViews(NativeBackend backend) {
        this.backend = backend;
        this.rings = new ViewRings(backend);
    }

    /**
     * Copies bytes for a guest. While the thread is in guest calls they stay with the
     * thread, so that no other thread can push them out; when the outermost call ends
     * they go into the ring of its generation.
     * @param blocks those of the calling thread
     * @param outermost whose call the outermost is, or {@code null} outside of all
     * @param bytes what the guest gets, at least one
     * @return the address of the copy
     */
    public long store(CallBlocks blocks, @Nullable Generation outermost, byte[] bytes) {
        long address = this.backend.require(bytes.length, 1);
        this.backend.copyIn(bytes, address);
        ViewRings.Block block = new ViewRings.Block(address, bytes.length);
        if (outermost == null) {
            this.rings.add(block);
        }
        else {
            blocks.hold(this.rings, outermost, block);
        }
        return address;
    }

    /**
     * Makes room for what a generation will be given. Before it is called.
     * @param generation the generation
     */
    public void open(Generation generation) {
        this.rings.open(generation);
    }

    /**
     * Frees what a generation was given. Only after its library was closed.
     * @param generation the generation
     */
    public void reclaim(Generation generation) {
        this.rings.reclaim(generation);
    }

    @Override
    public void close() {
        this.rings.close();
    }

}
