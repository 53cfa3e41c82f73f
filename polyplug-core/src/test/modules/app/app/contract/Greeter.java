package app.contract;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;

/** What the fixture {@code caller} calls. */
@HostContract(name = "host.Greeter", version = "1.5")
interface Greeter {

    @ContractFunction(0)
    String greet(String name);

    @ContractFunction(1)
    int add(int a, int b);

    @ContractFunction(2)
    void fail();

    @ContractFunction(3)
    String nest(String name);

}
