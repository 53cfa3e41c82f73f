package io.polyplug.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for observations of calls.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnSingleCandidate(PolyplugRuntime.class)
@EnableConfigurationProperties(ContractObservationProperties.class)
public final class ContractObservationAutoConfiguration {

    ContractObservationAutoConfiguration() {
    }

    @Bean
    ObservedContracts polyplugObservedContracts(ContractObservationProperties properties, PolyplugRuntime runtime,
            ObjectProvider<ObservationRegistry> registry,
            ObjectProvider<ContractCallObservationConvention> convention) {
        return new ObservedContracts(properties, runtime, registry, convention);
    }

}
