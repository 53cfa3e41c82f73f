package io.polyplug.autoconfigure.library;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * The contract of bundle {@code slow}, in a package that is none of the application's.
 */
@GuestContract(name = "demo.Slow", version = "1.0")
public interface Slow {

    /**
     * Sets {@code entered} to 1 and waits until {@code release} is not 0.
     */
    @ContractFunction(1)
    int hold(long entered, long release);

    @ContractFunction(2)
    int version();

}
