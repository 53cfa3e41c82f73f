package io.polyplug.codegen.bundle;

import java.util.List;
import java.util.Optional;

import io.polyplug.contract.Version;

/**
 * What an author says of a bundle whose manifest is to be written.
 *
 * @param name the bundle's name; that of the library where the author says none
 * @param version the bundle's version, if the author says it
 * @param contracts the contracts that it provides, as far as they are known
 */
public record ManifestSettings(Optional<String> name, Optional<Version> version, List<ContractPromise> contracts) {

    /**
     * Makes the list unmodifiable.
     */
    public ManifestSettings {
        contracts = List.copyOf(contracts);
    }

    /**
     * Returns the same with other contracts.
     * @param others the contracts
     * @return the settings
     */
    public ManifestSettings with(List<ContractPromise> others) {
        return new ManifestSettings(this.name, this.version, others);
    }

}
