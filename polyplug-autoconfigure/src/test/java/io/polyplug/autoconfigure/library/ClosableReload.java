package io.polyplug.autoconfigure.library;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * A contract with a function that Spring takes for a destroy method unless told
 * otherwise.
 */
@GuestContract(name = "reload.test", version = "1.0")
public interface ClosableReload extends AutoCloseable {

    @Override
    @ContractFunction(0)
    void close();

}
