package io.polyplug.benchmarks;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;

/** What bundle {@code measured} calls in Java. */
@HostContract(name = "host.Greeter", version = "1.0.0")
interface Greeter {

    @ContractFunction(1)
    int add(int a, int b);

}
