package io.polyplug.autoconfigure.web;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * The contract of the builds of bundle {@code reload}.
 */
@GuestContract(name = "reload.test", version = "1.0")
interface Answer {

    @ContractFunction(0)
    int answer();

}
