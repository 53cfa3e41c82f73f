package io.polyplug;

import java.util.Optional;

import io.polyplug.contract.GuestContractId;

/**
 * A contract that a bundle's manifest says it depends on.
 *
 * @param contractName the contract's name without a version suffix
 * @param contractId the contract's id
 * @param minimumVersion the least version asked for, as the manifest writes it
 * @param bundleName the one bundle that has to provide it, if the manifest names one
 */
public record DependencyInfo(String contractName, GuestContractId contractId, String minimumVersion,
        Optional<String> bundleName) {
}
