package io.polyplug.test.app;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/** Greets. */
@FunctionalInterface
@GuestContract(name = "demo.Greeter", version = "1.0")
public interface Greeter {

    @ContractFunction(0)
    String greet(String name);

}
