package io.polyplug.benchmarks;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/** The contract of the second bundle of a {@link Crowd}. */
@GuestContract(name = "bench.M0000001", version = "1.0.0")
interface SecondMeasured {

    @ContractFunction(0)
    long add(int a, long b);

}
