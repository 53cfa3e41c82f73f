package io.polyplug.autoconfigure.actuate;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.autoconfigure.watch.BundleWatch;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the {@link PolyplugHealthContributor}.
 */
@AutoConfiguration(after = { PolyplugAutoConfiguration.class, PolyplugEndpointAutoConfiguration.class })
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(PolyplugRuntime.class)
@EnableConfigurationProperties(PolyplugProperties.class)
public final class PolyplugHealthContributorAutoConfiguration {

    PolyplugHealthContributorAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnEnabledHealthIndicator("polyplug")
    ReloadHistory polyplugReloadHistory() {
        return new ReloadHistory();
    }

    @Bean
    @ConditionalOnMissingBean(name = { "polyplugHealthIndicator", "polyplugHealthContributor" })
    @ConditionalOnEnabledHealthIndicator("polyplug")
    PolyplugHealthContributor polyplugHealthContributor(PolyplugRuntime runtime, PolyplugProperties properties,
            ReloadHistory history, ObjectProvider<ConfiguredFolders> folders, ObjectProvider<BundleWatch> watch) {
        return new PolyplugHealthContributor(runtime, properties, history, folders.getIfAvailable(),
                watch.getIfAvailable());
    }

}
