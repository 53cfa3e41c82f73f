package io.polyplug.autoconfigure.app;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;

/**
 * The host contract that bundle {@code caller} calls.
 */
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
