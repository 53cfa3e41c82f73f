package io.polyplug.restart.application;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/** Some functions of the fixture {@code everything}. */
@GuestContract(name = "demo.Everything", version = "1.2.0")
public interface Everything {

    @ContractFunction(0)
    int version();

    @ContractFunction(2)
    String greet(String name);

}
