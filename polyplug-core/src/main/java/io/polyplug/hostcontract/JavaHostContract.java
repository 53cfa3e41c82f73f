package io.polyplug.hostcontract;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ContractDefinition;
import io.polyplug.contract.HostContractId;
import io.polyplug.contract.Version;

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

    /** Writes the 80 bytes of {@code HostContractInterface} (docs/abi.md 3.3). */
    void writeTable(ByteBuffer table, long create, long destroy, int functionCount, long functions) {
        table.putLong(0, HostContractId.of(this.definition.name(), version().major()).value());
        table.putInt(8, version().major());
        table.putInt(12, version().minor());
        table.putInt(16, version().patch());
        table.putInt(20, this.definition.singleton() ? 1 : 0);
        table.putLong(24, Abi.DISPATCH_NATIVE);
        table.putLong(32, 0);
        table.putLong(40, 0);
        table.putLong(48, create);
        table.putLong(56, destroy);
        table.putLong(64, functionCount);
        table.putLong(72, functions);
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
