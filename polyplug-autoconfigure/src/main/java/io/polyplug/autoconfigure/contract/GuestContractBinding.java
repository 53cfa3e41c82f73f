package io.polyplug.autoconfigure.contract;

import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.GuestContract;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;

/**
 * What a bean of a contract's interface calls: the first provider at each call, or one
 * bundle.
 *
 * @param type the contract's interface
 * @param bundleName the bundle's name, or {@code null} for the first provider
 */
record GuestContractBinding(Class<?> type, @Nullable String bundleName) {

    private static final String ATTRIBUTE = GuestContractBinding.class.getName();

    void attachTo(BeanDefinition definition) {
        definition.setAttribute(ATTRIBUTE, this);
    }

    static @Nullable GuestContractBinding of(BeanDefinition definition) {
        return (GuestContractBinding) definition.getAttribute(ATTRIBUTE);
    }

    Object proxy(PolyplugRuntime runtime) {
        return (this.bundleName != null) ? runtime.contract(this.type, this.bundleName) : runtime.contract(this.type);
    }

    boolean isAvailable(PolyplugRuntime runtime) {
        List<String> providers = runtime.providers(this.type);
        return (this.bundleName != null) ? providers.contains(this.bundleName) : !providers.isEmpty();
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
