package io.polyplug.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.ledger.BundleLedger;

/**
 * Blocks that are left to the host, by the guest call at whose end they are freed: what
 * that call allocated for the arguments of host contracts, and what peers returned to the
 * script that it is in. Until then whatever the guest does with them is right. Belongs to
 * the thread of the calls.
 */
final class LeftBlocks {

    private final NativeBackend backend;

    /**
     * For each depth of the call stack the blocks by their addresses: no concurrent maps,
     * for this is used under a pin.
     */
    private final List<HashMap<Long, Block>> calls = new ArrayList<>();

    LeftBlocks(NativeBackend backend) {
        this.backend = backend;
    }

    /**
     * Takes a block over.
     * @param call how many guest calls are further out
     * @param allocator whose it was, and counts as until it is freed
     */
    void add(int call, long address, long size, BundleLedger allocator) {
        while (this.calls.size() <= call) {
            this.calls.add(new HashMap<>());
        }
        allocator.addHeldBytes(size);
        this.calls.get(call).put(address, new Block(size, allocator));
    }

    /**
     * Gives a block up, for a guest frees it after all.
     * @return whether it was here
     */
    boolean forget(long address) {
        boolean found = false;
        for (HashMap<Long, Block> each : this.calls) {
            Block left = each.remove(address);
            if (left != null) {
                left.uncount();
                found = true;
            }
        }
        return found;
    }

    /** Frees what was left to the host until the end of a call, which is now. */
    void end(int call) {
        if (call < this.calls.size() && !this.calls.get(call).isEmpty()) {
            this.calls.get(call).forEach((address, block) -> {
                block.uncount();
                this.backend.free(address, block.size());
            });
            this.calls.get(call).clear();
        }
    }

    /**
     * A block that is left.
     *
     * @param size bytes
     * @param allocator whose it was
     */
    private record Block(long size, BundleLedger allocator) {

        void uncount() {
            this.allocator.addHeldBytes(-this.size);
        }

    }

}
