package io.polyplug.hostcontract;

import org.jspecify.annotations.Nullable;

import io.polyplug.boundary.HostContractOffer;
import io.polyplug.contract.HostContractId;
import io.polyplug.store.Generation;

/**
 * A host contract that a bundle offers to others. A singleton is made once, and destroyed
 * with the generation that offers it. Thread-safe.
 */
final class OfferedContract extends RegisteredContract {

    private final OfferedInstances instances;

    private final MadeOnce<Long> shared;

    OfferedContract(HostContractOffer offer, OfferedInstances instances) {
        super(offer);
        this.instances = instances;
        this.shared = new MadeOnce<>(nameOf(offer), this::destroy);
    }

    /** Returns what messages call it: its name is not known. */
    static String nameOf(HostContractOffer offer) {
        return new HostContractId(offer.id()).toString();
    }

    private void destroy(long instance) {
        Generation owner = offer().owner();
        if (owner != null) {
            this.instances.destroy(owner, offer(), instance);
        }
    }

    /** A null instance is handed on, and the next request makes another one. */
    @Override
    public long request(@Nullable Generation caller) {
        if (!offer().singleton()) {
            return this.instances.create(offer());
        }
        Long made = this.shared.get(() -> {
            long instance = this.instances.create(offer());
            return (instance != 0) ? instance : null;
        });
        return (made != null) ? made : 0;
    }

    /**
     * Destroys its singleton. Only when no call can be in it any more, and while the
     * library is open.
     */
    void close() {
        this.shared.close();
    }

}
