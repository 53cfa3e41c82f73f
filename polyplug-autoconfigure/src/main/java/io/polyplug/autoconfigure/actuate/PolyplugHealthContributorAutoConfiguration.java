package io.polyplug.autoconfigure.actuate;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.PolyplugProperties;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration for the {@link PolyplugHealthIndicator}.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class,
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnBean(PolyplugRuntime.class)
public final class PolyplugHealthContributorAutoConfiguration {

    /** Called by Spring. */
    public PolyplugHealthContributorAutoConfiguration() {
    }

    /**
     * The indicator, where there is health.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
    @Import(ReloadHistoryConfiguration.class)
    static class HealthIndicatorConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "polyplugHealthIndicator")
        @ConditionalOnEnabledHealthIndicator("polyplug")
        PolyplugHealthIndicator polyplugHealthIndicator(PolyplugRuntime runtime, PolyplugProperties properties,
                ReloadHistory history) {
            return new PolyplugHealthIndicator(runtime, properties, history);
        }

    }

}
