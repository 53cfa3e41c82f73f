package io.polyplug.autoconfigure.contract;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.PolyplugProperties;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Auto-configuration for guest contracts: those in the application's packages, and those
 * that {@link ImportGuestContracts} names.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class)
@ConditionalOnSingleCandidate(PolyplugRuntime.class)
@EnableConfigurationProperties(PolyplugProperties.class)
@Import(GuestContractAutoConfiguration.ContractsRegistrar.class)
public final class GuestContractAutoConfiguration {

    GuestContractAutoConfiguration() {
    }

    /**
     * Asks at each start, and not when the application is processed ahead of time,
     * whether to fail.
     */
    @Bean
    ContractAvailabilityCheck polyplugContractAvailabilityCheck(PolyplugRuntime runtime,
            ConfigurableListableBeanFactory beanFactory, PolyplugProperties properties) {
        return new ContractAvailabilityCheck(runtime, beanFactory, properties.contracts().failFast());
    }

    /**
     * Registers the contracts. It comes after the application's own beans, so it does not
     * take their names.
     */
    static final class ContractsRegistrar implements ImportBeanDefinitionRegistrar {

        /**
         * Where Boot keeps what the search for components has read: the same classes,
         * mostly.
         */
        static final String METADATA_READER_FACTORY = "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

        private final DefaultListableBeanFactory beanFactory;

        private final GuestContractScanner scanner;

        ContractsRegistrar(BeanFactory beanFactory, Environment environment, ResourceLoader resourceLoader) {
            this.beanFactory = (DefaultListableBeanFactory) beanFactory;
            this.scanner = new GuestContractScanner(environment, resourceLoader);
            if (beanFactory.containsBean(METADATA_READER_FACTORY)) {
                this.scanner.setMetadataReaderFactory(
                        beanFactory.getBean(METADATA_READER_FACTORY, MetadataReaderFactory.class));
            }
        }

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
            BundleQualifierResolver.install(this.beanFactory);
            GuestContractBeans beans = new GuestContractBeans(this.beanFactory);
            if (AutoConfigurationPackages.has(this.beanFactory)) {
                this.scanner.scan(AutoConfigurationPackages.get(this.beanFactory)).forEach(beans::register);
            }
            registerImports(beans);
        }

        /**
         * Those of any provider first: what is bound to a bundle depends on them.
         */
        private void registerImports(GuestContractBeans beans) {
            ContractImports imports = ContractImports.of(this.beanFactory);
            imports.forEach((contracts) -> {
                if (contracts.bundleName() == null) {
                    contracts.find(this.scanner).forEach(beans::register);
                }
            });
            imports.forEach((contracts) -> {
                String bundleName = contracts.bundleName();
                if (bundleName != null) {
                    contracts.find(this.scanner).forEach((type) -> beans.importForBundle(type, bundleName));
                }
            });
        }

    }

}
