package io.polyplug.hostcontract;

import io.polyplug.abi.Abi;
import io.polyplug.abi.HostContractTable;
import io.polyplug.boundary.CallStacks;
import io.polyplug.boundary.HostContractOffer;
import io.polyplug.contract.HostContractId;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestUses;

/**
 * Runs factories and destructors of the host contracts that bundles offer to each other
 * (docs/abi.md 3.3). Thread-safe.
 */
public final class OfferedInstances {

    private final NativeBackend backend;

    private final CallStacks stacks;

    /**
     * Creates what runs them.
     * @param backend how native code is reached
     * @param stacks what each thread is doing
     */
    public OfferedInstances(NativeBackend backend, CallStacks stacks) {
        this.backend = backend;
        this.stacks = stacks;
    }

    /**
     * {@code void (self, args, out)}: returns what the factory wrote, 0 for nothing or
     * when the offering generation is being closed.
     */
    long create(HostContractOffer offer) {
        Generation owner = offer.owner();
        if (owner == null) {
            return invokeCreate(offer);
        }
        long[] made = new long[1];
        try (GuestUses.Use use = owner.uses().begin("host contract " + new HostContractId(offer.id()))) {
            if (use != null) {
                this.stacks.runIn(owner, () -> describe("create_instance", owner, offer),
                        () -> made[0] = invokeCreate(offer));
            }
        }
        return made[0];
    }

    private long invokeCreate(HostContractOffer offer) {
        long out = this.backend.require(Abi.WORD, Abi.WORD);
        try {
            this.backend.putWord(out, 0);
            this.backend.invoke(Shape.VOID, this.backend.getWord(offer.address() + HostContractTable.CREATE_INSTANCE),
                    0, offer.address(), 0, out);
            return this.backend.getWord(out);
        }
        finally {
            this.backend.free(out);
        }
    }

    /**
     * {@code void (self, instance)}. Only while the offering generation is being closed
     * and its library is still open.
     */
    void destroy(Generation owner, HostContractOffer offer, long instance) {
        this.stacks.runIn(owner, () -> describe("destroy_instance", owner, offer),
                () -> this.backend.invoke(Shape.VOID,
                        this.backend.getWord(offer.address() + HostContractTable.DESTROY_INSTANCE), 0, offer.address(),
                        instance));
    }

    private static String describe(String function, Generation owner, HostContractOffer offer) {
        return function + " of host contract " + new HostContractId(offer.id()) + " in bundle '" + owner.bundleName()
                + "' " + owner.version();
    }

}
