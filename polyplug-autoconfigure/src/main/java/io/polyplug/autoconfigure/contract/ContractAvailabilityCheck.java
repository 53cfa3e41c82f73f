package io.polyplug.autoconfigure.contract;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleLifecycle;
import io.polyplug.error.ContractUnavailableException;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Fails the start-up when a contract that was injected has no provider once the bundles
 * are loaded.
 */
final class ContractAvailabilityCheck implements SmartLifecycle {

    private final PolyplugRuntime runtime;

    private final ConfigurableListableBeanFactory beanFactory;

    private final boolean failFast;

    private volatile boolean running;

    ContractAvailabilityCheck(PolyplugRuntime runtime, ConfigurableListableBeanFactory beanFactory, boolean failFast) {
        this.runtime = runtime;
        this.beanFactory = beanFactory;
        this.failFast = failFast;
    }

    @Override
    public void start() {
        if (this.failFast) {
            check();
        }
        this.running = true;
    }

    void check() {
        for (String beanName : this.beanFactory.getBeanDefinitionNames()) {
            GuestContractBinding binding = GuestContractBinding.of(this.beanFactory.getBeanDefinition(beanName));
            if (binding != null && binding.isInUse() && !binding.isAvailable(this.runtime)) {
                throw new ContractUnavailableException(binding.contractName(),
                        "There is no provider of " + binding
                                + " after loading, and 'polyplug.contracts.fail-fast' asks for one. Loaded bundles: "
                                + this.runtime.bundles().stream().map((bundle) -> bundle.name()).toList(),
                        null);
            }
        }
    }

    @Override
    public void stop() {
        this.running = false;
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return BundleLifecycle.PHASE + 1;
    }

}
