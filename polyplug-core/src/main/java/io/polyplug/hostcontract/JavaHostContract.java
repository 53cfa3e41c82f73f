package io.polyplug.hostcontract;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.HostContractTable;
import io.polyplug.abi.TableCode;
import io.polyplug.contract.HostContractId;
import io.polyplug.contract.Version;
import io.polyplug.types.ContractDefinition;

/**
 * A host contract that Java implements. Thread-safe; its table stays where it is while
 * the implementation comes and goes.
 */
final class JavaHostContract {

    private final ContractDefinition definition;

    private final long address;

    private volatile @Nullable HostImplementation implementation;

    JavaHostContract(ContractDefinition definition, long address) {
        this.definition = definition;
        this.address = address;
    }

    /** Returns what the table says, given where the code is. */
    HostContractTable table(TableCode code) {
        return new HostContractTable(HostContractId.of(this.definition.name(), version().major()).value(), version(),
                this.definition.singleton(), code);
    }

    ContractDefinition definition() {
        return this.definition;
    }

    Version version() {
        return this.definition.version();
    }

    long address() {
        return this.address;
    }

    /**
     * Returns what stands behind the contract, or {@code null} while nothing is
     * registered.
     */
    @Nullable HostImplementation implementation() {
        return this.implementation;
    }

    void setImplementation(@Nullable HostImplementation next) {
        this.implementation = next;
    }

}
