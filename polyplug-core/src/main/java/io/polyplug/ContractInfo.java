package io.polyplug;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;

/**
 * One contract that a loaded bundle provides.
 *
 * @param name the contract's name without a version suffix
 * @param id the contract's id
 * @param version the version implemented
 * @param functionCount how many functions the implementation has
 * @param handle the handle that names this implementation
 */
public record ContractInfo(String name, GuestContractId id, Version version, int functionCount,
        GuestContractHandle handle) {
}
