package io.polyplug.autoconfigure;

import java.util.function.Consumer;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.event.BundleReloadEvent;
import io.polyplug.autoconfigure.event.BundleRolloutEvent;
import io.polyplug.autoconfigure.source.BundleSources;
import io.polyplug.autoconfigure.source.FetchedArchiveCheck;
import io.polyplug.rollout.RolloutPhase;
import io.polyplug.spi.BundleLoader;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration for the polyplug runtime.
 * <p>
 * A context below that of the runtime uses it and loads nothing. Host contracts are
 * registered and bundles loaded where there is a runtime of the context's own, whoever
 * made it, and it is known which.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "polyplug.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PolyplugProperties.class)
public final class PolyplugAutoConfiguration {

    static final String RUNTIME = "polyplugRuntime";

    PolyplugAutoConfiguration() {
    }

    @Bean
    PropertiesRuntimeBuilderCustomizer polyplugPropertiesRuntimeBuilderCustomizer(PolyplugProperties properties,
            ResourceLoader resourceLoader, BundleConfigs config) {
        return new PropertiesRuntimeBuilderCustomizer(properties, ApplicationResourceLoader.get(resourceLoader, true),
                config);
    }

    @Bean
    BundleConfigs polyplugBundleConfigs(ConfigurableApplicationContext applicationContext) {
        return new BundleConfigs(applicationContext);
    }

    @Bean
    PhaseEventPublisher<ReloadPhase> polyplugReloadEventPublisher(ConfigurableApplicationContext applicationContext) {
        return new PhaseEventPublisher<>(applicationContext, BundleReloadEvent::of);
    }

    @Bean
    PhaseEventPublisher<RolloutPhase> polyplugRolloutEventPublisher(ConfigurableApplicationContext applicationContext) {
        return new PhaseEventPublisher<>(applicationContext, BundleRolloutEvent::of);
    }

    @Bean
    PhaseListeners polyplugPhaseListeners(ObjectProvider<Consumer<ReloadPhase>> listeners,
            ObjectProvider<Consumer<RolloutPhase>> rolloutListeners, ObjectProvider<PolyplugRuntime> runtime) {
        return new PhaseListeners(listeners, rolloutListeners, runtime);
    }

    @Bean
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    PolyplugRuntime.Builder polyplugRuntimeBuilder(ObjectProvider<BundleLoader> loaders,
            ObjectProvider<RuntimeBuilderCustomizer> customizers, PhaseListeners listeners) {
        PolyplugRuntime.Builder builder = PolyplugRuntime.builder();
        listeners.addTo(builder);
        loaders.orderedStream().forEach(builder::loader);
        customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
        return builder;
    }

    @Bean
    ContextClosing polyplugContextClosing(ApplicationContext applicationContext) {
        return new ContextClosing(applicationContext);
    }

    @Bean(name = RUNTIME, destroyMethod = "")
    @ConditionalOnMissingBean
    PolyplugRuntime polyplugRuntime(PolyplugRuntime.Builder builder, DefaultListableBeanFactory beanFactory,
            ContextClosing closing) {
        PolyplugRuntime runtime = builder.build();
        beanFactory.registerDisposableBean(RUNTIME, new RuntimeClosing(runtime, closing));
        return runtime;
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    BundleLifecycle polyplugBundleLifecycle(ConfigurableApplicationContext applicationContext) {
        return new BundleLifecycle(applicationContext.getBeanFactory(), applicationContext.getApplicationStartup());
    }

    @Bean
    RuntimeSettingsCheck polyplugRuntimeSettingsCheck(PolyplugProperties properties,
            PropertiesRuntimeBuilderCustomizer customizer, ConfigurableApplicationContext applicationContext) {
        return new RuntimeSettingsCheck(properties, customizer, applicationContext.getBeanFactory(),
                applicationContext.getEnvironment());
    }

    @Bean
    @ConditionalOnSingleCandidate(value = PolyplugRuntime.class, search = SearchStrategy.CURRENT)
    HostContractBeans polyplugHostContractBeans(ConfigurableListableBeanFactory beanFactory) {
        return new HostContractBeans(beanFactory);
    }

    @Bean
    BundleLoadedPublisher polyplugBundleLoadedPublisher(ApplicationEventPublisher eventPublisher) {
        return new BundleLoadedPublisher(eventPublisher);
    }

    @Bean
    @ConditionalOnSingleCandidate(value = PolyplugRuntime.class, search = SearchStrategy.CURRENT)
    ClassPathBundles polyplugClassPathBundles(ApplicationContext applicationContext) {
        return new ClassPathBundles(applicationContext);
    }

    @Bean
    @ConditionalOnSingleCandidate(value = PolyplugRuntime.class, search = SearchStrategy.CURRENT)
    ConfiguredSources polyplugConfiguredSources(PolyplugProperties properties, ObjectProvider<BundleSources> sources) {
        return new ConfiguredSources(properties, sources);
    }

    @Bean
    @ConditionalOnSingleCandidate(value = PolyplugRuntime.class, search = SearchStrategy.CURRENT)
    FetchedArchiveCheck polyplugFetchedArchiveCheck(PolyplugProperties properties, ResourceLoader resourceLoader,
            ConfigurableListableBeanFactory beanFactory) {
        return new ManifestAndSignatureCheck(properties.signature(),
                ApplicationResourceLoader.get(resourceLoader, true), () -> beanFactory.getBean(PolyplugRuntime.class));
    }

    @Bean
    @ConditionalOnSingleCandidate(value = PolyplugRuntime.class, search = SearchStrategy.CURRENT)
    ConfiguredFolders polyplugConfiguredFolders(PolyplugProperties properties, ClassPathBundles classPath,
            ConfiguredSources sources, ConfigurableListableBeanFactory beanFactory, BundleLoadedPublisher publisher) {
        return new ConfiguredFolders(properties, classPath, sources, () -> beanFactory.getBean(PolyplugRuntime.class),
                publisher);
    }

    @Bean
    @ConditionalOnSingleCandidate(value = PolyplugRuntime.class, search = SearchStrategy.CURRENT)
    ConfiguredBundles polyplugConfiguredBundles(PolyplugProperties properties, ObjectProvider<InProcessBundle> beans,
            ConfiguredFolders folders, BundleLoadedPublisher publisher,
            ConfigurableApplicationContext applicationContext) {
        return new ConfiguredBundles(properties, beans::orderedStream, folders, publisher, applicationContext);
    }

}
