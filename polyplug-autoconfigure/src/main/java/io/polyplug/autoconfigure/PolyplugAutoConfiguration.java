package io.polyplug.autoconfigure;

import java.util.function.Consumer;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.spi.BundleLoader;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration for the polyplug runtime.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "polyplug.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PolyplugProperties.class)
public final class PolyplugAutoConfiguration {

    /** Called by Spring. */
    public PolyplugAutoConfiguration() {
    }

    @Bean
    PropertiesRuntimeBuilderCustomizer polyplugPropertiesRuntimeBuilderCustomizer(PolyplugProperties properties,
            ResourceLoader resourceLoader) {
        return new PropertiesRuntimeBuilderCustomizer(properties, ApplicationResourceLoader.get(resourceLoader, true));
    }

    @Bean
    ReloadEventPublisher polyplugReloadEventPublisher(ConfigurableApplicationContext applicationContext) {
        return new ReloadEventPublisher(applicationContext);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    PolyplugRuntime polyplugRuntime(ObjectProvider<RuntimeBuilderCustomizer> customizers,
            ObjectProvider<BundleLoader> loaders, ObjectProvider<Consumer<ReloadPhase>> listeners) {
        PolyplugRuntime.Builder builder = PolyplugRuntime.builder();
        listeners.orderedStream().forEach(builder::onReload);
        loaders.orderedStream().forEach(builder::loader);
        customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
        return builder.build();
    }

    @Bean
    BundleLifecycle polyplugBundleLifecycle(PolyplugRuntime runtime, PolyplugProperties properties,
            ObjectProvider<InProcessBundle> beans, ConfigurableApplicationContext applicationContext) {
        HostContractBeans hostContracts = new HostContractBeans(applicationContext.getBeanFactory());
        ConfiguredBundles bundles = new ConfiguredBundles(runtime, properties, beans::orderedStream, applicationContext,
                applicationContext.getEnvironment());
        return new BundleLifecycle(() -> {
            hostContracts.registerWith(runtime);
            bundles.load();
        });
    }

}
