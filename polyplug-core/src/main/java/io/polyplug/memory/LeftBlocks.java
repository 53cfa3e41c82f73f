package io.polyplug.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

import io.polyplug.ffi.NativeBackend;

/**
 * Blocks that are left to the host, by the guest call at whose end they are freed: what
 * that call allocated for the arguments of host contracts, and what peers returned to the
 * script that it is in. Until then whatever the guest does with them is right. Belongs to
 * the thread of the calls.
 */
final class LeftBlocks {

    private final NativeBackend backend;

    /**
     * For each depth of the call stack the sizes of the blocks by their addresses: no
     * concurrent maps, for this is used under a pin.
     */
    private final List<HashMap<Long, Long>> calls = new ArrayList<>();

    LeftBlocks(NativeBackend backend) {
        this.backend = backend;
    }

    /**
     * Takes a block over.
     * @param call how many guest calls are further out
     */
    void add(int call, long address, long size) {
        while (this.calls.size() <= call) {
            this.calls.add(new HashMap<>());
        }
        this.calls.get(call).put(address, size);
    }

    /**
     * Gives a block up, for a guest frees it after all.
     * @return whether it was here
     */
    boolean forget(long address) {
        boolean found = false;
        for (HashMap<Long, Long> each : this.calls) {
            found |= each.remove(address) != null;
        }
        return found;
    }

    /** Frees what was left to the host until the end of a call, which is now. */
    void end(int call) {
        if (call < this.calls.size() && !this.calls.get(call).isEmpty()) {
            this.calls.get(call).forEach(this.backend::free);
            this.calls.get(call).clear();
        }
    }

}
