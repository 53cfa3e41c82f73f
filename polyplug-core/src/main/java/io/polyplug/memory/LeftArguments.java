package io.polyplug.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Generation;

/**
 * Blocks that guests passed to host contracts and leave to the host, by the guest call
 * during which they were allocated. They are freed when that call ends, so that whatever
 * the guest still does with them in it is right. Belongs to the thread of the calls.
 */
final class LeftArguments {

    private final NativeBackend backend;

    /**
     * For each depth of the call stack the sizes of the blocks by their addresses: no
     * concurrent maps, for this is used under a pin.
     */
    private final List<HashMap<Long, Long>> calls = new ArrayList<>();

    LeftArguments(NativeBackend backend) {
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

    /** Gives a block up, for the guest frees it after all. */
    void forget(long address) {
        this.calls.forEach((each) -> each.remove(address));
    }

    /** Frees what was left to the host during a call of a generation that ends. */
    void end(int call, Generation generation) {
        if (call < this.calls.size() && !this.calls.get(call).isEmpty()) {
            this.calls.get(call).forEach((address, size) -> {
                generation.ledger().addHeldBytes(-size);
                this.backend.free(address, size);
            });
            this.calls.get(call).clear();
        }
    }

}
