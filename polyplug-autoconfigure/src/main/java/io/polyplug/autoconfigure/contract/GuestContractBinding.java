package io.polyplug.autoconfigure.contract;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.GuestContract;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;

/**
 * What a bean of a contract's interface calls: the first provider at each call, or one
 * bundle. It is an attribute of the bean's definition, which says whose the definition
 * is. Thread-safe.
 */
final class GuestContractBinding {

    private static final String ATTRIBUTE = GuestContractBinding.class.getName();

    private final Class<?> type;

    private final @Nullable String bundleName;

    private volatile boolean inUse;

    /**
     * Creates the binding.
     * @param type the contract's interface
     * @param bundleName the bundle's name, or {@code null} for the first provider
     */
    GuestContractBinding(Class<?> type, @Nullable String bundleName) {
        this.type = type;
        this.bundleName = bundleName;
    }

    void attachTo(BeanDefinition definition) {
        definition.setAttribute(ATTRIBUTE, this);
    }

    static @Nullable GuestContractBinding of(BeanDefinition definition) {
        return (GuestContractBinding) definition.getAttribute(ATTRIBUTE);
    }

    Class<?> type() {
        return this.type;
    }

    @Nullable String bundleName() {
        return this.bundleName;
    }

    /**
     * Makes the bean, which something that needs it is about to get.
     */
    Object make(PolyplugRuntime runtime) {
        Object proxy = (this.bundleName != null) ? runtime.contract(this.type, this.bundleName)
                : runtime.contract(this.type);
        this.inUse = true;
        return proxy;
    }

    /**
     * Tells whether the bean was made. One that nobody asked for is not, since contracts
     * are lazy, and neither is one that a test has replaced, although its definition is
     * still there.
     */
    boolean isInUse() {
        return this.inUse;
    }

    boolean isAvailable(PolyplugRuntime runtime) {
        return (this.bundleName != null) ? runtime.contracts(this.type).containsKey(this.bundleName)
                : !runtime.contracts(this.type).isEmpty();
    }

    String contractName() {
        return this.type.getAnnotation(GuestContract.class).name();
    }

    @Override
    public String toString() {
        return "contract '" + contractName() + "' (" + this.type.getName() + ")"
                + ((this.bundleName != null) ? " of bundle '" + this.bundleName + "'" : "");
    }

}
