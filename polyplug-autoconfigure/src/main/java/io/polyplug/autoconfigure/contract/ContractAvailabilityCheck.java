package io.polyplug.autoconfigure.contract;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleStartupStep;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Fails the start-up when a contract that was injected has no provider once the bundles
 * are loaded.
 */
final class ContractAvailabilityCheck implements BundleStartupStep {

    private final PolyplugRuntime runtime;

    private final ConfigurableListableBeanFactory beanFactory;

    private final boolean failFast;

    ContractAvailabilityCheck(PolyplugRuntime runtime, ConfigurableListableBeanFactory beanFactory, boolean failFast) {
        this.runtime = runtime;
        this.beanFactory = beanFactory;
        this.failFast = failFast;
    }

    @Override
    public String name() {
        return "contracts";
    }

    @Override
    public int getOrder() {
        return LOADING + 1;
    }

    @Override
    public void run() {
        if (this.failFast) {
            check();
        }
    }

    void check() {
        for (String beanName : this.beanFactory.getBeanDefinitionNames()) {
            GuestContractBinding binding = GuestContractBinding.of(this.beanFactory.getBeanDefinition(beanName));
            if (binding != null && binding.isInUse() && !binding.isAvailable(this.runtime)) {
                throw new ContractNotProvidedException(binding.contractName(),
                        "There is no provider of " + binding
                                + " after loading, and 'polyplug.contracts.fail-fast' asks for one. Loaded bundles: "
                                + this.runtime.bundles().stream().map((bundle) -> bundle.name()).toList());
            }
        }
    }

}
