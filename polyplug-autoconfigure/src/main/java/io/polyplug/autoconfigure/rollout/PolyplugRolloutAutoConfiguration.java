package io.polyplug.autoconfigure.rollout;

import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.PolyplugProperties;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for rollouts.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "polyplug.enabled", matchIfMissing = true)
public final class PolyplugRolloutAutoConfiguration {

    PolyplugRolloutAutoConfiguration() {
    }

    @Bean
    ConfiguredRollouts polyplugConfiguredRollouts(PolyplugProperties properties,
            ConfigurableListableBeanFactory beanFactory) {
        return new ConfiguredRollouts(properties, beanFactory);
    }

}
