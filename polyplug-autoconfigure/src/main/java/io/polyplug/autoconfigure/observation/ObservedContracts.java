package io.polyplug.autoconfigure.observation;

import java.lang.reflect.Proxy;

import io.micrometer.observation.ObservationRegistry;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.contract.GuestContractDecorator;
import io.polyplug.contract.GuestContract;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;

/**
 * Has the calls of the contracts observed for which that is asked for, and leaves all
 * others as they are. Thread-safe.
 */
final class ObservedContracts implements GuestContractDecorator, Ordered {

    private final ContractObservationProperties properties;

    private final PolyplugRuntime runtime;

    private final ObservationRegistry registry;

    private final ObjectProvider<ContractCallObservationConvention> convention;

    ObservedContracts(ContractObservationProperties properties, PolyplugRuntime runtime, ObservationRegistry registry,
            ObjectProvider<ContractCallObservationConvention> convention) {
        this.properties = properties;
        this.runtime = runtime;
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public Object decorate(Class<?> type, Object contract) {
        GuestContract definition = type.getAnnotation(GuestContract.class);
        if (definition == null || !this.properties.asksFor(definition.name())) {
            return contract;
        }
        ObservedCalls calls = new ObservedCalls(contract, definition.name(), this.runtime, this.registry,
                this.convention.getIfAvailable());
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, calls);
    }

    /** Innermost: first around the contract itself. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

}
