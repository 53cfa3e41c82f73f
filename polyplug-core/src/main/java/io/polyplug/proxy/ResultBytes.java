package io.polyplug.proxy;

import java.util.Arrays;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ByteSource;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.host.CallStack;
import io.polyplug.host.GuestMemory;
import io.polyplug.store.GuestInterface;

/**
 * Copies what a guest's result points at, and hands the blocks over afterwards. Used for
 * one call, inside its pin.
 */
final class ResultBytes implements ByteSource {

    private final NativeBackend backend;

    private final GuestMemory memory;

    private final CallStack stack;

    private final GuestInterface guestInterface;

    private long[] blocks = new long[2];

    private int count;

    ResultBytes(NativeBackend backend, GuestMemory memory, CallStack stack, GuestInterface guestInterface) {
        this.backend = backend;
        this.memory = memory;
        this.stack = stack;
        this.guestInterface = guestInterface;
    }

    @Override
    public byte[] take(long address, long length) {
        if (length < 0 || length > Integer.MAX_VALUE - Abi.WORD) {
            throw new IllegalArgumentException(
                    Long.toUnsignedString(length) + " bytes are more than a Java array holds");
        }
        long known = this.memory.knownSize(this.stack, this.guestInterface.owner(), address);
        if (known >= 0 && length > known) {
            throw new IllegalArgumentException("the view says " + length + " bytes and its block has " + known);
        }
        add(address);
        return this.backend.copyOut(address, (int) length);
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
            this.memory.returned(this.stack, this.guestInterface, functionId, this.blocks[i]);
        }
    }

}
