package io.polyplug.upcall;

import java.nio.ByteBuffer;

import io.polyplug.abi.Abi;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.memory.CallBlocks;
import io.polyplug.memory.GuestMemory;
import io.polyplug.process.ProcessMemory;
import io.polyplug.store.GuestInterface;

/**
 * Room for the result of a native function whose types nobody knows here, looked at
 * before and after the call. What the call wrote there is taken for a view if its first
 * word is a block that the function has allocated, and its second word, another one than
 * before, a length that fits: behind the room for anything shorter nothing changes while
 * the calling thread is in the function. Used for one call, by its thread.
 */
final class PeerResult {

    private static final long PAGE = 4096;

    private final NativeBackend backend;

    private final ProcessMemory process;

    private final long out;

    private final long before;

    private PeerResult(NativeBackend backend, ProcessMemory process, long out) {
        this.backend = backend;
        this.process = process;
        this.out = out;
        this.before = length();
    }

    /**
     * Looks at it before the call.
     * @param out where it is, or 0
     */
    static PeerResult at(NativeBackend backend, ProcessMemory process, long out) {
        return new PeerResult(backend, process, (out % Abi.WORD == 0) ? out : 0);
    }

    /** What has only one word may end where memory ends. */
    private long length() {
        if (this.out == 0) {
            return 0;
        }
        if ((this.out & (PAGE - 1)) <= PAGE - Abi.VIEW_SIZE) {
            return this.backend.getWord(this.out + Abi.WORD);
        }
        ByteBuffer word = this.process.readIfMapped(this.out + Abi.WORD, Abi.WORD);
        return (word != null) ? word.getLong(0) : 0;
    }

    /**
     * Decides about what the function has returned. After the call, within it for the
     * blocks.
     */
    void handOver(GuestMemory memory, CallBlocks blocks, GuestInterface contract, int functionId) {
        if (this.out == 0) {
            return;
        }
        long address = this.backend.getWord(this.out);
        if (address == 0) {
            return;
        }
        long size = memory.knownSize(blocks, contract.owner(), address);
        long length = length();
        if (length != this.before && length > 0 && (size < 0 || length <= size)) {
            memory.returnedToScript(blocks, contract, functionId, address);
        }
    }

}
