package io.polyplug;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;

/**
 * A loaded bundle as it stood when this was asked for.
 *
 * @param name the bundle's name, which is its identity
 * @param id the id that guests know the bundle by
 * @param version the bundle's version
 * @param directory the folder it was last successfully activated from
 * @param generation how often the bundle has been activated in this runtime, from 1
 * @param activatedAt when this generation was published
 * @param contracts what it provides, in the order of registration
 * @param dependencies what its manifest says it depends on
 */
public record BundleInfo(String name, BundleId id, Version version, Path directory, long generation,
        Instant activatedAt, List<ContractInfo> contracts, List<DependencyInfo> dependencies) {

    /**
     * Creates the description with copies of the lists.
     */
    public BundleInfo {
        contracts = List.copyOf(contracts);
        dependencies = List.copyOf(dependencies);
    }

}
