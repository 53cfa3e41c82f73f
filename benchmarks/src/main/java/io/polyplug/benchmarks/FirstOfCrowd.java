package io.polyplug.benchmarks;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/** The first contract of the first bundle {@code crowded}. */
@GuestContract(name = "bench.C0000000", version = "1.0.0")
interface FirstOfCrowd {

    @ContractFunction(0)
    long add(int a, long b);

}
