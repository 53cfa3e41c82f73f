package io.polyplug.fleet.bus;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.actuate.BundleWrites;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointAutoConfiguration;
import io.polyplug.autoconfigure.actuate.ReloadHistory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.bus.BusAutoConfiguration;
import org.springframework.cloud.bus.BusBridge;
import org.springframework.cloud.bus.PathServiceMatcherAutoConfiguration;
import org.springframework.cloud.bus.ServiceMatcher;
import org.springframework.cloud.bus.event.Destination;
import org.springframework.cloud.bus.jackson.RemoteApplicationEventScan;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.PathMatcher;

/**
 * Auto-configuration for a fleet on Spring Cloud Bus.
 */
@AutoConfiguration(after = { PolyplugEndpointAutoConfiguration.class, BusAutoConfiguration.class },
        afterName = "org.springframework.cloud.bus.BusStreamAutoConfiguration")
@ConditionalOnSingleCandidate(PolyplugRuntime.class)
@ConditionalOnBean({ BusBridge.class, ServiceMatcher.class, BundleWrites.class })
@ConditionalOnBooleanProperty(name = "polyplug.fleet.enabled", matchIfMissing = true)
@EnableConfigurationProperties(FleetProperties.class)
@RemoteApplicationEventScan(basePackageClasses = FleetRemoteApplicationEvent.class)
public final class PolyplugFleetAutoConfiguration {

    PolyplugFleetAutoConfiguration() {
    }

    /** What asks for it otherwise, the endpoint and the health, may not be there. */
    @Bean
    @ConditionalOnMissingBean
    ReloadHistory polyplugReloadHistory() {
        return new ReloadHistory();
    }

    @Bean
    FleetInstance polyplugFleetInstance(PolyplugRuntime runtime, BundleWrites door, BusAccess bus,
            FleetProperties properties) {
        return new FleetInstance(bus, new ServedBundles(runtime, door), new OrderWork(runtime, door), properties);
    }

    @Bean
    BusAccess polyplugBusAccess(BusBridge bridge, ServiceMatcher matcher, Destination.Factory destinations,
            @Qualifier(PathServiceMatcherAutoConfiguration.BUS_PATH_MATCHER_NAME) PathMatcher paths) {
        return new BusAccess(bridge, matcher, paths, destinations);
    }

    @Bean
    @ConditionalOnAvailableEndpoint(FleetEndpoint.class)
    FleetEndpoint polyplugFleetEndpoint(FleetInstance instance, FleetProperties properties) {
        return new FleetEndpoint(instance, properties);
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    static PathMapper polyplugFleetPath() {
        EndpointId id = EndpointId.of(FleetEndpoint.ID);
        return (endpoint) -> endpoint.equals(id) ? FleetEndpoint.PATH : null;
    }

}
