package io.polyplug.autoconfigure.observation;

import java.lang.reflect.Proxy;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.contract.GuestContractDecorator;
import io.polyplug.contract.GuestContract;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Has the calls of the contracts observed for which that is asked for, and leaves all
 * others as they are. A contract may be injected into what the registry is made of, so
 * the registry is looked up at the first call. Thread-safe.
 */
final class ObservedContracts implements GuestContractDecorator, Ordered {

    private final ContractObservationProperties properties;

    private final PolyplugRuntime runtime;

    private final Supplier<ObservationRegistry> registry;

    private final Supplier<@Nullable ContractCallObservationConvention> convention;

    ObservedContracts(ContractObservationProperties properties, PolyplugRuntime runtime,
            ObjectProvider<ObservationRegistry> registry,
            ObjectProvider<ContractCallObservationConvention> convention) {
        this.properties = properties;
        this.runtime = runtime;
        this.registry = SingletonSupplier.of(registry::getObject);
        this.convention = SingletonSupplier.ofNullable(convention::getIfAvailable);
    }

    @Override
    public Object decorate(Class<?> type, Object contract) {
        GuestContract definition = type.getAnnotation(GuestContract.class);
        if (definition == null || !this.properties.asksFor(definition.name())) {
            return contract;
        }
        ObservedCalls calls = new ObservedCalls(contract, definition.name(), this.runtime, this.registry,
                this.convention);
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, calls);
    }

    /** Innermost: first around the contract itself. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

}
