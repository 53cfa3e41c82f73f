package io.polyplug.autoconfigure;

import io.polyplug.PolyplugRuntime;
import io.polyplug.SignaturePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for applications that switch polyplug off and have a runtime of
 * their own: what the properties ask of signatures is carried out by nobody then, which
 * is told.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "polyplug.enabled", havingValue = false)
@ConditionalOnBean(PolyplugRuntime.class)
@EnableConfigurationProperties(PolyplugProperties.class)
public final class DisabledPolyplugAutoConfiguration {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    DisabledPolyplugAutoConfiguration() {
    }

    @Bean
    SmartInitializingSingleton polyplugDisabledSignaturePolicyWarning(PolyplugProperties properties,
            ObjectProvider<PolyplugRuntime> runtimes) {
        return () -> {
            SignaturePolicy asked = properties.signature().policy();
            if (runtimes.stream().anyMatch((runtime) -> runtime.signaturePolicy().compareTo(asked) < 0)) {
                logger
                    .warn("Property 'polyplug.signature.policy' is not carried out, for 'polyplug.enabled' is false and"
                            + " the application's own runtime checks less: bundles without a good signature may be loaded."
                            + " Set the policy on its builder, or remove the property");
            }
        };
    }

}
