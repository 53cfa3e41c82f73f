package io.polyplug.autoconfigure.contract;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Auto-configuration for the guest contracts in the application's packages.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class)
@ConditionalOnBean(PolyplugRuntime.class)
@Import(GuestContractAutoConfiguration.ApplicationPackagesRegistrar.class)
public final class GuestContractAutoConfiguration {

    /** Called by Spring. */
    public GuestContractAutoConfiguration() {
    }

    @Bean
    @ConditionalOnBooleanProperty("polyplug.contracts.fail-fast")
    ContractAvailabilityCheck polyplugContractAvailabilityCheck(PolyplugRuntime runtime,
            ConfigurableListableBeanFactory beanFactory) {
        return new ContractAvailabilityCheck(runtime, beanFactory);
    }

    /**
     * Registers the contracts. It comes after the application's own beans, so those it
     * has of a contract's interface take precedence.
     */
    static final class ApplicationPackagesRegistrar implements ImportBeanDefinitionRegistrar {

        private final DefaultListableBeanFactory beanFactory;

        private final Environment environment;

        private final ResourceLoader resourceLoader;

        ApplicationPackagesRegistrar(BeanFactory beanFactory, Environment environment, ResourceLoader resourceLoader) {
            this.beanFactory = (DefaultListableBeanFactory) beanFactory;
            this.environment = environment;
            this.resourceLoader = resourceLoader;
        }

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
            BundleQualifierResolver.install(this.beanFactory);
            if (AutoConfigurationPackages.has(this.beanFactory)) {
                GuestContractBeans beans = new GuestContractBeans(this.beanFactory);
                new GuestContractScanner(this.environment, this.resourceLoader)
                    .scan(AutoConfigurationPackages.get(this.beanFactory))
                    .forEach(beans::register);
            }
        }

    }

}
