package io.polyplug.autoconfigure.contract;

import java.nio.file.Path;
import java.util.Map;

import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Caller;
import io.polyplug.autoconfigure.app.Reload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code polyplug.contracts.fail-fast} asks for a provider of what was injected.
 */
class FailFastTests {

    @TempDir
    private Path folder;

    private ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class))
        .withUserConfiguration(Application.class)
        .withPropertyValues("polyplug.contracts.fail-fast=true");

    @BeforeEach
    void installOneProvider() {
        this.runner = this.runner
            .withPropertyValues(new BundleFolder(this.folder).with("reload-v1", "reload").property());
    }

    @Test
    void contractWithoutAProviderFailsTheStartUp() {
        this.runner.withBean(CallerConsumer.class)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ContractNotProvidedException.class)
                .hasMessageContainingAll("demo.Caller", "[reload]"));
    }

    @Test
    void bundleThatIsNotThereFailsTheStartUp() {
        this.runner.withBean(MissingConsumer.class)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ContractNotProvidedException.class)
                .hasMessageContaining("'not-there'"));
    }

    @Test
    void contractThatADecoratorUsesFailsTheStartUp() {
        this.runner.withBean(CallerConsumer.class)
            .withBean(CachedCaller.class)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ContractNotProvidedException.class));
    }

    @Test
    void itIsContentWhenEachContractHasAProvider() {
        this.runner.withBean(ReloadConsumer.class).run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void contractThatNobodyAsksForNeedsNoProvider() {
        this.runner.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Caller.class));
    }

    @Test
    void providersThatAreToldAsTheyAreNeedNotBeThere() {
        this.runner.withBean(HolderConsumer.class).run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(HolderConsumer.class).callers().byBundle()).isEqualTo(Map.of());
        });
    }

    @Test
    void beanOfTheApplicationNeedsNoProvider() {
        this.runner.withBean(CallerConsumer.class)
            .withBean(OwnCaller.class)
            .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void beansThatAreNotMadeYetAskForNothing() {
        this.runner.withBean(CallerConsumer.class)
            .withInitializer(
                    (context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
            .run((context) -> assertThat(context).hasNotFailed());
    }

    record CallerConsumer(Caller caller) {
    }

    record ReloadConsumer(Reload reload) {
    }

    record MissingConsumer(@Qualifier("not-there") Reload reload) {
    }

    record HolderConsumer(GuestContracts<Caller> callers) {
    }

    static class OwnCaller implements Caller {

        @Override
        public String call(String name) {
            return name;
        }

        @Override
        public int count(int a, int b) {
            return a + b;
        }

    }

    @Primary
    static class CachedCaller extends OwnCaller {

        CachedCaller(Caller next) {
        }

    }

}
