package io.polyplug.publication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.polyplug.BundleInfo;
import io.polyplug.ContractInfo;
import io.polyplug.DependencyInfo;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.staging.OpenGeneration;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.RuntimeStore;

/**
 * A loaded bundle: what serves, and what a rollback would bring back. Immutable.
 *
 * @param active the generation that serves
 * @param previous the generation that served before, or {@code null}
 * @param activatedAt when the active one was published
 */
public record LoadedBundle(OpenGeneration active, @Nullable OpenGeneration previous, Instant activatedAt) {

    /**
     * {@return the bundle's name}
     */
    public String name() {
        return generation().bundleName();
    }

    /**
     * {@return what serves, as the store and the calls see it}
     */
    public Generation generation() {
        return this.active.generation();
    }

    BundleInfo describe(RuntimeStore<?> store) {
        Generation generation = generation();
        List<ContractInfo> contracts = contracts(generation, store);
        return new BundleInfo(generation.bundleName(), generation.bundleId(), generation.version(),
                this.active.directory(), generation.number(), this.activatedAt, contracts,
                this.active.manifest().dependencies().stream().map(LoadedBundle::describe).toList(),
                this.active.digest(), this.active.signer());
    }

    /** Returns what a generation provides, whether it is published or not. */
    static List<ContractInfo> contracts(Generation generation, RuntimeStore<?> store) {
        List<ContractInfo> contracts = new ArrayList<>();
        for (GuestInterface provider : generation.interfaces()) {
            contracts.add(new ContractInfo(provider.contractName(), provider.contractId(), provider.version(),
                    provider.functionCount(), store.handleOf(provider).orElse(GuestContractHandle.NULL)));
        }
        return contracts;
    }

    private static DependencyInfo describe(Manifest.Dependency dependency) {
        return new DependencyInfo(dependency.contract(), dependency.contractId(), dependency.minVersion(),
                dependency.bundleName());
    }

}
