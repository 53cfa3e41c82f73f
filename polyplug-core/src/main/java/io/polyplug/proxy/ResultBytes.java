package io.polyplug.proxy;

import java.util.Arrays;

import io.polyplug.abi.ByteSource;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.memory.CallBlocks;
import io.polyplug.memory.GuestMemory;
import io.polyplug.store.GuestInterface;

/**
 * Copies what a guest's result points at, and hands the blocks over afterwards. Used for
 * one call, inside its pin.
 */
final class ResultBytes implements ByteSource {

    private final NativeBackend backend;

    private final GuestMemory memory;

    private final CallBlocks calls;

    private final GuestInterface guestInterface;

    private long[] blocks = new long[2];

    private int count;

    ResultBytes(NativeBackend backend, GuestMemory memory, CallBlocks calls, GuestInterface guestInterface) {
        this.backend = backend;
        this.memory = memory;
        this.calls = calls;
        this.guestInterface = guestInterface;
    }

    @Override
    public byte[] take(long address, long length) {
        int size = ByteSource.arrayLength(length);
        long known = this.memory.knownSize(this.calls, this.guestInterface.owner(), address);
        if (known >= 0 && length > known) {
            throw new IllegalArgumentException("the view says " + length + " bytes and its block has " + known);
        }
        add(address);
        return this.backend.copyOut(address, size);
    }

    /** Notes a block that was shown, each once: two views may share one. */
    void add(long address) {
        for (int i = 0; i < this.count; i++) {
            if (this.blocks[i] == address) {
                return;
            }
        }
        if (this.count == this.blocks.length) {
            this.blocks = Arrays.copyOf(this.blocks, this.count * 2);
        }
        this.blocks[this.count++] = address;
    }

    /** Hands the blocks over to the rule for returned memory. */
    void handOver(int functionId) {
        for (int i = 0; i < this.count; i++) {
            this.memory.returned(this.calls, this.guestInterface, functionId, this.blocks[i]);
        }
    }

}
