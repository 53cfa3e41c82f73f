package io.polyplug.runtime;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.polyplug.boundary.CallStack;
import io.polyplug.boundary.CallStacks;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.GuestContractInterface;
import io.polyplug.epoch.PinSlot;
import io.polyplug.proxy.CallFrame;
import io.polyplug.proxy.ContractProxies;
import io.polyplug.store.Cell;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.RuntimeStore;
import io.polyplug.types.ContractDefinition;

/**
 * The contracts that bundles provide, as Java asks for them. Thread-safe.
 */
public final class Contracts {

    private final ContractProxies proxies;

    private final RuntimeStore<CallFrame> store;

    private final CallStacks stacks;

    Contracts(ContractProxies proxies, RuntimeStore<CallFrame> store, CallStacks stacks) {
        this.proxies = proxies;
        this.store = store;
        this.stacks = stacks;
    }

    /**
     * Returns a contract as a Java object.
     * @param <T> the contract's interface
     * @param type the contract's interface
     * @param bundleName the bundle to call, or {@code null} for the first that fits
     * @return the contract, the same object at each request
     */
    public <T> T proxy(Class<T> type, @Nullable String bundleName) {
        return this.proxies.proxy(type, bundleName);
    }

    /**
     * Returns who provides a contract now.
     * @param type the contract's interface
     * @return the names of the bundles whose implementation fits, in the order of
     * registration
     */
    public List<String> providers(Class<?> type) {
        ContractDefinition definition = this.proxies.definition(type);
        Cell.Requirement requirement = ContractProxies.requirement(definition, null);
        Set<String> names = new LinkedHashSet<>();
        for (GuestInterface provider : this.store.providers(requirement.contractId())) {
            if (requirement.misfit(provider) == null) {
                names.add(provider.bundleName());
            }
        }
        return List.copyOf(names);
    }

    /**
     * Returns who provides a contract now, whatever Java interface asks for it.
     * @param id the contract
     * @return the names of the bundles, in the order of registration
     */
    public List<String> providers(GuestContractId id) {
        return this.store.providers(id).stream().map(GuestInterface::bundleName).toList();
    }

    /**
     * Returns which bundle a contract calls now.
     * @param contract what {@link #proxy} has returned
     * @return the bundle's name, or nothing while there is no provider that fits
     * @throws IllegalArgumentException if it is no contract of this runtime
     */
    public Optional<String> providerOf(Object contract) {
        Cell<CallFrame> cell = this.proxies.cellOf(contract)
            .orElseThrow(() -> new IllegalArgumentException(
                    "An object of " + contract.getClass() + " is no contract of this runtime"));
        return Optional.ofNullable(cell.current()).map(GuestInterface::bundleName);
    }

    /**
     * Finds the first provider of a contract.
     * @param id the contract
     * @param minMajor the least major version, 0 for any
     * @return its handle, or nothing
     */
    public Optional<GuestContractHandle> find(GuestContractId id, int minMajor) {
        return this.store.find(id, minMajor);
    }

    /**
     * Finds all providers of a contract.
     * @param id the contract
     * @param minMajor the least major version, 0 for any
     * @return their handles, in the order of registration
     */
    public List<GuestContractHandle> findAll(GuestContractId id, int minMajor) {
        return this.store.findAll(id, minMajor);
    }

    /**
     * Returns what a handle names now. Only while this thread holds a guard.
     * @param handle the handle
     * @return the implementation
     */
    public GuestContractInterface resolve(GuestContractHandle handle) {
        return this.store.resolve(handle);
    }

    /**
     * {@return how often a change of the contracts was published}
     */
    public long revision() {
        return this.store.revision();
    }

    /**
     * Keeps whatever is published from being reclaimed.
     * @return ends that; to be run once, on any thread
     */
    public Runnable pin() {
        CallStack stack = this.stacks.current();
        PinSlot<CallFrame> pin = this.store.pinGuard();
        stack.countGuard(1);
        return () -> {
            stack.countGuard(-1);
            pin.unpinRelease();
        };
    }

}
