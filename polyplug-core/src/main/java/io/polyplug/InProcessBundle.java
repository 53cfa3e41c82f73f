package io.polyplug;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.types.ContractDefinition;

/**
 * A bundle without files: Java objects of the application that implement contracts, for
 * tests and for applications that mix Java and native plugins. To everybody else it is a
 * bundle like any other, which is loaded, found, called, depended on, reloaded, rolled
 * back and unloaded; native bundles call it through the table as a virtual machine's
 * (docs/abi.md 3.1). Immutable: each method returns another one. <pre class="code">
 * runtime.loadBundle(InProcessBundle.of("tax", "1.0.0")
 *     .provide(TaxRules.class, (amount) -&gt; amount / 5));
 * </pre>
 * <p>
 * Nothing is signed or verified: the objects are part of the application. They are called
 * from any thread, concurrently, and never closed; a reload by name activates the same
 * objects again.
 */
public final class InProcessBundle {

    private final String name;

    private final Version version;

    private final Map<Class<?>, Object> contracts;

    private final List<DependencyInfo> dependencies;

    private final boolean standIn;

    private InProcessBundle(String name, Version version, Map<Class<?>, Object> contracts,
            List<DependencyInfo> dependencies, boolean standIn) {
        this.name = name;
        this.version = version;
        this.contracts = contracts;
        this.dependencies = dependencies;
        this.standIn = standIn;
    }

    /**
     * Starts a bundle.
     * @param name the bundle's name, which is its identity
     * @param version its version: two or three numbers
     * @return a bundle that provides nothing yet
     * @throws IllegalArgumentException if the name is blank or the version is none
     */
    public static InProcessBundle of(String name, String version) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A bundle needs a name");
        }
        return new InProcessBundle(name, Version.parse(version), Map.of(), List.of(), false);
    }

    /**
     * Adds a contract.
     * @param <T> the contract's interface
     * @param contract an interface with {@link io.polyplug.contract.GuestContract}; its
     * version is what is provided
     * @param implementation what runs when the contract is called; a
     * {@link io.polyplug.error.GuestCallException} that it throws reaches the caller with
     * its code, anything else as code 3. A future or {@code Mono} that it returns is
     * waited for on the calling thread, so it must not depend on another asynchronous
     * call, for which no thread might be left
     * @return a bundle with this contract more, or with another implementation of it
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public <T> InProcessBundle provide(Class<T> contract, T implementation) {
        ContractDefinition.ofGuest(contract);
        Map<Class<?>, Object> more = new LinkedHashMap<>(this.contracts);
        more.put(contract, contract.cast(Objects.requireNonNull(implementation, "implementation")));
        return new InProcessBundle(this.name, this.version, more, this.dependencies, this.standIn);
    }

    /**
     * Declares that the bundle needs a contract of another one.
     * @param contract an interface with {@link io.polyplug.contract.GuestContract}; its
     * version is the least that will do
     * @return a bundle with this dependency more
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public InProcessBundle dependOn(Class<?> contract) {
        return depend(contract, null);
    }

    /**
     * Declares that the bundle needs a contract of one other bundle.
     * @param contract an interface with {@link io.polyplug.contract.GuestContract}; its
     * version is the least that will do
     * @param bundleName the bundle that has to provide it
     * @return a bundle with this dependency more
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public InProcessBundle dependOn(Class<?> contract, String bundleName) {
        return depend(contract, Objects.requireNonNull(bundleName, "bundleName"));
    }

    private InProcessBundle depend(Class<?> contract, @Nullable String bundleName) {
        ContractDefinition definition = ContractDefinition.ofGuest(contract);
        List<DependencyInfo> more = new ArrayList<>(this.dependencies);
        more.add(new DependencyInfo(definition.name(),
                GuestContractId.of(definition.name(), definition.version().major()), definition.version().toString(),
                Optional.ofNullable(bundleName)));
        return new InProcessBundle(this.name, this.version, this.contracts, List.copyOf(more), this.standIn);
    }

    /**
     * Has the bundle stand in for one of its name that folders hold, as tests want it:
     * while it is loaded, {@link PolyplugRuntime#loadBundles(java.util.Collection)}
     * leaves that one out, where it would refuse it otherwise.
     * @return a bundle that stands in for another one
     */
    public InProcessBundle standIn() {
        return new InProcessBundle(this.name, this.version, this.contracts, this.dependencies, true);
    }

    /**
     * {@return the bundle's name}
     */
    public String name() {
        return this.name;
    }

    /**
     * {@return the bundle's version}
     */
    public Version version() {
        return this.version;
    }

    /**
     * Returns what the bundle provides.
     * @return the objects by contract interface, in the order in which they were added
     */
    public Map<Class<?>, Object> contracts() {
        return Collections.unmodifiableMap(this.contracts);
    }

    /**
     * Returns what the bundle depends on.
     * @return the dependencies, in the order in which they were declared
     */
    public List<DependencyInfo> dependencies() {
        return this.dependencies;
    }

    /**
     * Returns whether the bundle stands in for another one of its name.
     * @return {@code true} after {@link #standIn()}
     */
    public boolean isStandIn() {
        return this.standIn;
    }

}
