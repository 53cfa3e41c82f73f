package io.polyplug.autoconfigure.contract;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleStartupStep;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Fails the start-up when an injectable contract has no provider once the bundles are
 * loaded.
 */
final class ContractAvailabilityCheck implements BundleStartupStep {

    private final PolyplugRuntime runtime;

    private final ConfigurableListableBeanFactory beanFactory;

    ContractAvailabilityCheck(PolyplugRuntime runtime, ConfigurableListableBeanFactory beanFactory) {
        this.runtime = runtime;
        this.beanFactory = beanFactory;
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
        for (String beanName : this.beanFactory.getBeanDefinitionNames()) {
            GuestContractBinding binding = GuestContractBinding.of(this.beanFactory.getBeanDefinition(beanName));
            if (binding != null && !binding.isAvailable(this.runtime)) {
                throw new ContractNotProvidedException(binding.contractName(),
                        "There is no provider of " + binding
                                + " after loading, and 'polyplug.contracts.fail-fast' asks for one. Loaded bundles: "
                                + this.runtime.bundles().stream().map((bundle) -> bundle.name()).toList());
            }
        }
    }

}
