package io.polyplug.autoconfigure.app;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * The contract of bundle {@code caller}, whose functions call {@link Greeter}.
 */
@GuestContract(name = "demo.Caller", version = "1.0")
public interface Caller {

    @ContractFunction(0)
    String call(String name);

    @ContractFunction(1)
    int count(int a, int b);

}
