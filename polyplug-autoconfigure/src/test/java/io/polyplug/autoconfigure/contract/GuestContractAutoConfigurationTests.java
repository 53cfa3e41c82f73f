package io.polyplug.autoconfigure.contract;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.ExpectedBackend;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Caller;
import io.polyplug.autoconfigure.app.Greeter;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.library.Slow;
import io.polyplug.error.ContractUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
    void contractsOfTheApplicationsPackagesAreInjectable() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).withBean(Consumer.class).run((context) -> {
            assertThat(context.getBean(Consumer.class).reload.answer()).isEqualTo(100);
            assertThat(context).hasBean("reload").hasBean("caller");
        });
    }

    @Test
    void proxyIsTheOneThatTheBackendMakes() {
        this.runner.run((context) -> assertThat(context.getBean(Reload.class).getClass().isHidden())
            .isEqualTo(ExpectedBackend.name().equals("ffm")));
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
    void contractWithoutAProviderFailsTheStartUpWhenAskedTo() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property(), "polyplug.contracts.fail-fast=true")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ContractNotProvidedException.class)
                .hasMessageContaining("demo.Caller"));
    }

    @Test
    void failFastIsContentWhenEachContractHasAProvider() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("caller", "caller");
        this.runner.withPropertyValues(bundles.property(), "polyplug.contracts.fail-fast=true")
            .run((context) -> assertThat(context).hasNotFailed());
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
    void backsOffFromABeanOfTheApplication() {
        this.runner.withUserConfiguration(OwnReload.class).withBean(Consumer.class).run((context) -> {
            assertThat(context).hasSingleBean(Reload.class);
            assertThat(context.getBean(Consumer.class).reload.answer()).isEqualTo(42);
        });
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
