package io.polyplug.benchmarks;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/** The contract of the bundle that upstream's tools make ({@code api.toml}). */
@GuestContract(name = "bench.Upstream", version = "1.0.0")
interface UpstreamCalls {

    @ContractFunction(0)
    long add(int a, long b);

    @ContractFunction(1)
    String greet(String name);

}
