package io.polyplug.autoconfigure.rollout;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.SideEffectFree;

/**
 * The contract of the builds of bundle {@code reload}, whose function may be called
 * twice.
 */
@GuestContract(name = "reload.test", version = "1.0")
interface Answer {

    @SideEffectFree
    @ContractFunction(0)
    int answer();

}
