package io.polyplug.autoconfigure.contract;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Caller;
import io.polyplug.autoconfigure.app.Greeter;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.library.Slow;
import io.polyplug.error.ContractUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GuestContractAutoConfiguration}.
 */
class GuestContractAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class))
        .withUserConfiguration(Application.class);

    @TempDir
    private Path folder;

    @Test
    void classesAreReadOnceForComponentsAndContracts() {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run()) {
            assertThat(context.getBean(GuestContractAutoConfiguration.ContractsRegistrar.METADATA_READER_FACTORY))
                .as("the name is Boot's own, and nowhere public")
                .isInstanceOf(MetadataReaderFactory.class);
        }
    }

    @Test
    void contractsOfTheApplicationsPackagesAreInjectable() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).withBean(Consumer.class).run((context) -> {
            assertThat(context.getBean(Consumer.class).reload.answer()).isEqualTo(100);
            assertThat(context).hasBean("reload").hasBean("caller");
        });
    }

    @Test
    void callsAreCompiledForTheContract() {
        this.runner.run((context) -> assertThat(context.getBean(Reload.class).getClass().isHidden()).isTrue());
    }

    @Test
    void otherInterfacesAreNot() {
        this.runner.run((context) -> assertThat(context).doesNotHaveBean(Greeter.class).doesNotHaveBean(Slow.class));
    }

    @Test
    void contractWithoutAProviderFailsTheCallOnly() {
        this.runner.withBean(Consumer.class).run((context) -> {
            assertThat(context).hasNotFailed();
            assertThatExceptionOfType(ContractUnavailableException.class)
                .isThrownBy(() -> context.getBean(Consumer.class).reload.answer());
        });
    }

    @Test
    void objectProviderGivesTheProxy() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v2", "reload");
        this.runner.withPropertyValues(bundles.property()).withBean(LazyConsumer.class).run((context) -> {
            assertThat(context.getBean(LazyConsumer.class).reload.getObject().answer()).isEqualTo(200);
            assertThat(context.getBean(LazyConsumer.class).reload.stream()).hasSize(1);
        });
    }

    @Test
    void holderFollowsTheProviders() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload")
            .withRenamed("reload-v2", "second");
        this.runner.withPropertyValues(bundles.property()).withBean(HolderConsumer.class).run((context) -> {
            GuestContracts<Reload> contracts = context.getBean(HolderConsumer.class).contracts;
            assertThat(contracts.byBundle()).containsOnlyKeys("reload", "second");
            assertThat(contracts.byBundle().get("reload").answer()).isEqualTo(100);
            assertThat(contracts.ofBundle("second").orElseThrow().answer()).isEqualTo(200);
            context.getBean(PolyplugRuntime.class).unloadBundle("reload");
            assertThat(contracts.byBundle()).containsOnlyKeys("second");
            assertThat(contracts.ofBundle("reload")).isEmpty();
        });
    }

    @Test
    void beanOfTheApplicationWins() {
        this.runner.withUserConfiguration(OwnReload.class).withBean(Consumer.class).run((context) -> {
            assertThat(context.getBean(Consumer.class).reload.answer()).isEqualTo(42);
            assertThat(context.getBean(Reload.class).answer()).isEqualTo(42);
        });
    }

    @Test
    void beanOfTheApplicationMayHaveTheNameOfTheContract() {
        this.runner.withBean("reload", Reload.class, () -> () -> 42)
            .withBean(Consumer.class)
            .run((context) -> assertThat(context.getBean(Consumer.class).reload.answer()).isEqualTo(42));
    }

    @ParameterizedTest
    @ValueSource(classes = { PrimaryDecorator.class, PlainDecorator.class })
    void decoratorHasTheContractInjected(Class<? extends Reload> decorator) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property())
            .withBean(Consumer.class)
            .withUserConfiguration(decorator)
            .run((context) -> assertThat(context.getBean(Consumer.class).reload.answer()).isEqualTo(101));
    }

    @Test
    void contractThatNobodyAsksForIsNotMade() {
        this.runner.run((context) -> {
            assertThat(context.getBeanFactory().containsSingleton("reload")).isFalse();
            assertThat(context.getBean(Reload.class))
                .isSameAs(context.getBean(PolyplugRuntime.class).contract(Reload.class));
        });
    }

    @Test
    void severalRuntimesOfWhichOneIsPrimary() {
        this.runner.withUserConfiguration(TwoRuntimes.class, PrimaryRuntime.class)
            .run((context) -> assertThat(context.getBean(Reload.class))
                .isSameAs(context.getBean("primaryRuntime", PolyplugRuntime.class).contract(Reload.class)));
    }

    @Test
    void nothingIsRegisteredWhenThereAreSeveralRuntimes() {
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(GuestContractAutoConfiguration.class))
            .withUserConfiguration(Application.class, TwoRuntimes.class)
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Reload.class));
    }

    @Test
    void childUsesTheRuntimeOfItsParent() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property())
            .run((parent) -> new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GuestContractAutoConfiguration.class))
                .withUserConfiguration(Application.class)
                .withBean(Consumer.class)
                .withParent(parent)
                .run((child) -> assertThat(child.getBean(Consumer.class).reload.answer()).isEqualTo(100)));
    }

    @Test
    void nothingIsRegisteredWhenDisabled() {
        this.runner.withPropertyValues("polyplug.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Reload.class));
    }

    @Test
    void applicationWithoutPackagesHasNoContracts() {
        new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Reload.class));
    }

    static class Consumer {

        final Reload reload;

        Consumer(Reload reload, Caller caller) {
            this.reload = reload;
        }

    }

    @Primary
    @Component
    static class PrimaryDecorator implements Reload {

        private final Reload next;

        PrimaryDecorator(Reload next) {
            this.next = next;
        }

        @Override
        public int answer() {
            return this.next.answer() + 1;
        }

    }

    @Component
    static class PlainDecorator implements Reload {

        private final Reload next;

        PlainDecorator(Reload next) {
            this.next = next;
        }

        @Override
        public int answer() {
            return this.next.answer() + 1;
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class TwoRuntimes {

        @Bean(destroyMethod = "close")
        PolyplugRuntime firstRuntime() {
            return PolyplugRuntime.builder().build();
        }

        @Bean(destroyMethod = "close")
        PolyplugRuntime secondRuntime() {
            return PolyplugRuntime.builder().build();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryRuntime {

        @Bean(destroyMethod = "close")
        @Primary
        PolyplugRuntime primaryRuntime() {
            return PolyplugRuntime.builder().build();
        }

    }

    static class LazyConsumer {

        final ObjectProvider<Reload> reload;

        LazyConsumer(ObjectProvider<Reload> reload) {
            this.reload = reload;
        }

    }

    static class HolderConsumer {

        final GuestContracts<Reload> contracts;

        HolderConsumer(GuestContracts<Reload> contracts, GuestContracts<Caller> others) {
            this.contracts = contracts;
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnReload {

        @Bean
        Reload ownReload() {
            return () -> 42;
        }

    }

}
