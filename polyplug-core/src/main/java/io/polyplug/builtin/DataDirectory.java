package io.polyplug.builtin;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;

/**
 * What every runtime offers to its bundles beside the contracts of the application: a
 * folder for what the bundle writes.
 */
@HostContract(name = "polyplug.DataDirectory", version = "1.0.0", singleton = false)
interface DataDirectory {

    /**
     * Returns the absolute path of the calling bundle's folder, which is there by then.
     */
    @ContractFunction(0)
    String path();

}
