package io.polyplug.hostcontract;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.HostContractTable;
import io.polyplug.abi.TableCode;
import io.polyplug.boundary.HostContractOffer;
import io.polyplug.contract.HostContractId;
import io.polyplug.error.HostContractException;
import io.polyplug.store.Generation;
import io.polyplug.types.ContractDefinition;
import io.polyplug.upcall.LastError;

/**
 * A host contract that Java implements. Thread-safe; its table stays where it is while
 * the implementation comes and goes.
 */
final class JavaHostContract extends RegisteredContract {

    private final ContractDefinition definition;

    private final LastError lastError;

    private volatile @Nullable HostImplementation implementation;

    /**
     * @param address where its table is
     * @param lastError told why there is no instance
     */
    JavaHostContract(ContractDefinition definition, long address, LastError lastError) {
        super(new HostContractOffer(HostContractId.of(definition.name(), definition.version().major()).value(),
                definition.version(), definition.singleton(), address, null));
        this.definition = definition;
        this.lastError = lastError;
    }

    /** Returns what the table says, given where the code is. */
    HostContractTable table(TableCode code) {
        return new HostContractTable(id(), offer().version(), offer().singleton(), code);
    }

    /** With a last error where there is no instance. */
    @Override
    public long request(@Nullable Generation caller) {
        HostImplementation present = this.implementation;
        if (present == null) {
            this.lastError.set("host contract '" + this.definition.name() + "' is no longer registered");
            return 0;
        }
        try {
            return present.request(caller);
        }
        catch (HostContractException ex) {
            this.lastError.set(String.valueOf(ex.getMessage()));
            return 0;
        }
    }

    ContractDefinition definition() {
        return this.definition;
    }

    long id() {
        return offer().id();
    }

    long address() {
        return offer().address();
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
