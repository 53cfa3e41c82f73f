package io.polyplug.test.autoconfigure;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.RuntimeBuilderCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration for tests of applications that use polyplug.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class)
public final class PolyplugTestAutoConfiguration {

    PolyplugTestAutoConfiguration() {
    }

    /** Whatever is configured: it would be for bundles that are not loaded. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    @ConditionalOnBooleanProperty(name = "polyplug.load-on-startup", havingValue = false)
    RuntimeBuilderCustomizer polyplugWithoutNativeCode() {
        return (builder) -> builder.backend("none");
    }

    @Bean
    ReloadPhases polyplugTestReloadPhases(ObjectProvider<PolyplugRuntime> runtime) {
        return new ReloadPhases(runtime);
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    RuntimeBuilderCustomizer polyplugTestReloadPhasesCustomizer(ReloadPhases reloadPhases) {
        return reloadPhases::listenersOf;
    }

}
