package io.polyplug.autoconfigure.library;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * The contract of bundle {@code machine-script}, in a package that is none of the
 * application's.
 */
@GuestContract(name = "demo.Machine", version = "1.0")
public interface Script {

    @ContractFunction(0)
    int add(int a, int b);

    /**
     * Sets {@code entered} to 1 and waits until {@code release} is not 0; returns 1.
     */
    @ContractFunction(8)
    int hold(long entered, long release);

}
