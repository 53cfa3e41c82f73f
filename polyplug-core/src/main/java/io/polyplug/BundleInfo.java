package io.polyplug;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;
import io.polyplug.signing.VerifyingKey;

/**
 * A loaded bundle as it stood when this was asked for.
 *
 * @param name the bundle's name, which is its identity
 * @param id the id that guests know the bundle by
 * @param version the bundle's version
 * @param directory the folder or archive it was last successfully activated from
 * @param generation how often the bundle has been activated in this runtime, from 1
 * @param activatedAt when this generation was published
 * @param contracts what it provides, in the order of registration
 * @param dependencies what its manifest says it depends on
 * @param digest what tells this build from any other: the SHA-256, in 64 hexadecimal
 * digits, of the paths and contents of the files that were activated, whenever and from
 * wherever; empty for an in-process bundle, which has no files, and for one whose private
 * copy was removed before it was hashed
 * @param signer the key that signed what was activated, verified then; empty if there was
 * no good signature, or the policy for signatures was {@code OFF}
 */
public record BundleInfo(String name, BundleId id, Version version, Path directory, long generation,
        Instant activatedAt, List<ContractInfo> contracts, List<DependencyInfo> dependencies, String digest,
        Optional<VerifyingKey> signer) {

    /**
     * Creates the description with copies of the lists.
     */
    public BundleInfo {
        contracts = List.copyOf(contracts);
        dependencies = List.copyOf(dependencies);
    }

    /**
     * Creates the description of a bundle without files.
     * @param name the bundle's name, which is its identity
     * @param id the id that guests know the bundle by
     * @param version the bundle's version
     * @param directory the folder or archive it was last successfully activated from
     * @param generation how often the bundle has been activated in this runtime, from 1
     * @param activatedAt when this generation was published
     * @param contracts what it provides, in the order of registration
     * @param dependencies what its manifest says it depends on
     */
    public BundleInfo(String name, BundleId id, Version version, Path directory, long generation, Instant activatedAt,
            List<ContractInfo> contracts, List<DependencyInfo> dependencies) {
        this(name, id, version, directory, generation, activatedAt, contracts, dependencies, "", Optional.empty());
    }

}
