package io.polyplug.autoconfigure.actuate;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.rollout.ConfiguredRollouts;
import io.polyplug.autoconfigure.rollout.PolyplugRolloutAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the {@link PolyplugEndpoint}.
 */
@AutoConfiguration(after = { PolyplugAutoConfiguration.class, PolyplugRolloutAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnSingleCandidate(PolyplugRuntime.class)
@EnableConfigurationProperties(PolyplugEndpointProperties.class)
public final class PolyplugEndpointAutoConfiguration {

    PolyplugEndpointAutoConfiguration() {
    }

    @Bean
    RolloutAudit polyplugRolloutAudit(ApplicationEventPublisher eventPublisher) {
        return new RolloutAudit(eventPublisher);
    }

    @Bean
    BundleWrites polyplugBundleWrites(PolyplugRuntime runtime, ObjectProvider<ConfiguredFolders> folders,
            ObjectProvider<ConfiguredRollouts> rollouts, ObjectProvider<ReloadHistory> history,
            ApplicationEventPublisher eventPublisher) {
        return new BundleWrites(runtime, folders.getIfAvailable(),
                new RolloutWrites(runtime, rollouts.getIfAvailable()), history.getIfAvailable(), eventPublisher);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(PolyplugEndpoint.class)
    ReloadHistory polyplugReloadHistory() {
        return new ReloadHistory();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    PolyplugEndpoint polyplugEndpoint(PolyplugRuntime runtime, ReloadHistory history,
            ObjectProvider<ConfiguredFolders> folders, BundleWrites writes, PolyplugEndpointProperties properties) {
        return new PolyplugEndpoint(runtime, history, folders.getIfAvailable(), writes, properties.showValues());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(PolyplugEndpoint.class)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    PolyplugEndpointWebExtension polyplugEndpointWebExtension(PolyplugEndpoint endpoint,
            PolyplugEndpointProperties properties) {
        return new PolyplugEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
    }

}
