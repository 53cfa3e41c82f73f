package io.polyplug.restart.application;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;

/** What bundles call in the application. */
@HostContract(name = "host.Greeter", version = "1.0")
public interface Greeter {

    @ContractFunction(0)
    String greet(String name);

    @ContractFunction(1)
    int add(int a, int b);

    @ContractFunction(2)
    void fail();

    @ContractFunction(3)
    String nest(String name);

}
