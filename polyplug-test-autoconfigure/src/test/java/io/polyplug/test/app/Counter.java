package io.polyplug.test.app;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/** Counts. */
@GuestContract(name = "demo.Counter", version = "1.0")
public interface Counter {

    @ContractFunction(0)
    int count(byte[] bytes);

}
