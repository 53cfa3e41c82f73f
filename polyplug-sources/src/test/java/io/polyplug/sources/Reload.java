package io.polyplug.sources;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * The contract of the builds of bundle {@code reload}: 100 in version 1, 200 in version
 * 2.
 */
@GuestContract(name = "reload.test", version = "1.0")
interface Reload {

    @ContractFunction(0)
    int answer();

}
