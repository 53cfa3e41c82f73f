package io.polyplug.restart.application;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * The function of the fixture {@code threads} that calls the host from its own thread.
 */
@GuestContract(name = "demo.Threads", version = "1.0")
public interface Threads {

    @ContractFunction(1)
    int add(int a, int b);

}
