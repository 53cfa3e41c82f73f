package io.polyplug.autoconfigure.contract;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.error.ContractUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A qualifier names the bundle that provides a contract.
 */
class BundleQualifierTests {

    @TempDir
    private Path folder;

    private ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class))
        .withUserConfiguration(Application.class);

    @BeforeEach
    void installTwoProviders() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload")
            .withRenamed("reload-v2", "second");
        this.runner = this.runner.withPropertyValues(bundles.property());
    }

    @Test
    void constructorParameter() {
        this.runner.withBean(ConstructorConsumer.class).run((context) -> {
            ConstructorConsumer consumer = context.getBean(ConstructorConsumer.class);
            assertThat(consumer.first.answer()).isEqualTo(100);
            assertThat(consumer.second.answer()).isEqualTo(200);
            assertThat(consumer.any.answer()).isEqualTo(100);
        });
    }

    @Test
    void field() {
        this.runner.withBean(FieldConsumer.class)
            .run((context) -> assertThat(context.getBean(FieldConsumer.class).second.answer()).isEqualTo(200));
    }

    @Test
    void objectProviderAndOptional() {
        this.runner.withBean(IndirectConsumer.class).run((context) -> {
            IndirectConsumer consumer = context.getBean(IndirectConsumer.class);
            assertThat(consumer.provider.getObject().answer()).isEqualTo(200);
            assertThat(consumer.optional.orElseThrow().answer()).isEqualTo(200);
        });
    }

    @Test
    void beanMethodParameter() {
        this.runner.withUserConfiguration(BeanMethodConsumer.class)
            .run((context) -> assertThat(context.getBean(IntSupplier.class).getAsInt()).isEqualTo(200));
    }

    @Test
    void otherInjectionPointsAreNotOfferedTheQualifiedBean() {
        this.runner.withBean(ConstructorConsumer.class).withBean(MapConsumer.class).run((context) -> {
            assertThat(context.getBean(MapConsumer.class).all).containsOnlyKeys("reload");
            assertThat(context.getBean(Reload.class).answer()).isEqualTo(100);
        });
    }

    @Test
    void boundProxyDoesNotTurnToAnotherProvider() {
        this.runner.withBean(ConstructorConsumer.class).run((context) -> {
            ConstructorConsumer consumer = context.getBean(ConstructorConsumer.class);
            context.getBean(PolyplugRuntime.class).unloadBundle("reload");
            assertThat(consumer.any.answer()).isEqualTo(200);
            assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(consumer.first::answer);
        });
    }

    @Test
    void bundleThatIsNotThereFailsTheCallOnly() {
        this.runner.withBean(MissingConsumer.class).run((context) -> {
            assertThat(context).hasNotFailed();
            assertThatExceptionOfType(ContractUnavailableException.class)
                .isThrownBy(() -> context.getBean(MissingConsumer.class).missing.answer());
        });
    }

    @Test
    void bundleThatIsNotThereFailsTheStartUpWhenAskedTo() {
        new BundleFolder(this.folder).with("caller", "caller");
        this.runner.withBean(MissingConsumer.class)
            .withPropertyValues("polyplug.contracts.fail-fast=true")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ContractNotProvidedException.class)
                .hasMessageContaining("'not-there'"));
    }

    @Test
    void qualifiedBeanOfTheApplicationTakesPrecedence() {
        this.runner.withUserConfiguration(OwnSecond.class)
            .withBean(FieldConsumer.class)
            .run((context) -> assertThat(context.getBean(FieldConsumer.class).second.answer()).isEqualTo(42));
    }

    static class ConstructorConsumer {

        final Reload first;

        final Reload second;

        final Reload any;

        ConstructorConsumer(@Qualifier("reload") Reload first, @Qualifier("second") Reload second, Reload any) {
            this.first = first;
            this.second = second;
            this.any = any;
        }

    }

    static class FieldConsumer {

        @Autowired
        @Qualifier("second")
        Reload second;

    }

    static class IndirectConsumer {

        final ObjectProvider<Reload> provider;

        final Optional<Reload> optional;

        IndirectConsumer(@Qualifier("second") ObjectProvider<Reload> provider,
                @Qualifier("second") Optional<Reload> optional) {
            this.provider = provider;
            this.optional = optional;
        }

    }

    static class MapConsumer {

        final Map<String, Reload> all;

        MapConsumer(Map<String, Reload> all) {
            this.all = all;
        }

    }

    static class MissingConsumer {

        final Reload missing;

        MissingConsumer(@Qualifier("not-there") Reload missing) {
            this.missing = missing;
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class BeanMethodConsumer {

        @Bean
        IntSupplier answerOfSecond(@Qualifier("second") Reload second) {
            return second::answer;
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSecond {

        @Bean("second")
        Reload ownSecond() {
            return () -> 42;
        }

    }

}
