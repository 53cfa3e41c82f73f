package io.polyplug.autoconfigure.watch;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * A contract whose implementation calls another bundle: it answers what {@code reload}
 * answers.
 */
@GuestContract(name = "demo.Consumer", version = "1.0.0")
public interface Consumer {

    @ContractFunction(0)
    int version();

}
