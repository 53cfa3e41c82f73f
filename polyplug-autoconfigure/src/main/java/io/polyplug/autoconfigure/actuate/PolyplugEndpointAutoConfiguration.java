package io.polyplug.autoconfigure.actuate;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.PolyplugProperties;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration for the {@link PolyplugEndpoint}.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class)
@ConditionalOnBean(PolyplugRuntime.class)
public final class PolyplugEndpointAutoConfiguration {

    /** Called by Spring. */
    public PolyplugEndpointAutoConfiguration() {
    }

    /**
     * The endpoint, where there are endpoints.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
    @Import(ReloadHistoryConfiguration.class)
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        PolyplugEndpoint polyplugEndpoint(PolyplugRuntime runtime, PolyplugProperties properties, ReloadHistory history,
                ApplicationEventPublisher eventPublisher) {
            return new PolyplugEndpoint(new BundleDescriptions(runtime, properties.hotReload().enabled(), history),
                    new BundleWrites(runtime, eventPublisher));
        }

        @Bean
        @ConditionalOnBean(PolyplugEndpoint.class)
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        PolyplugEndpointWebExtension polyplugEndpointWebExtension(PolyplugRuntime runtime,
                ApplicationEventPublisher eventPublisher) {
            return new PolyplugEndpointWebExtension(runtime, new BundleWrites(runtime, eventPublisher));
        }

    }

}
