package io.polyplug.hostcontract;

import org.jspecify.annotations.Nullable;

import io.polyplug.boundary.HostContractOffer;
import io.polyplug.store.Generation;

/**
 * A contract that guests may call, whoever implements it. Thread-safe.
 */
public abstract sealed class RegisteredContract permits JavaHostContract, OfferedContract {

    private final HostContractOffer offer;

    RegisteredContract(HostContractOffer offer) {
        this.offer = offer;
    }

    /**
     * Returns what its table says.
     * @return the contract as it was offered
     */
    public final HostContractOffer offer() {
        return this.offer;
    }

    /**
     * Returns the instance for a guest that asks for the contract.
     * @param caller the generation that asks, if that is known
     * @return the token for its calls, or 0
     */
    public abstract long request(@Nullable Generation caller);

}
