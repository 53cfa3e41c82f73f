package io.polyplug.autoconfigure.contract;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.error.ContractUnavailableException;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A qualifier names the bundle that provides a contract.
 */
@ExtendWith(OutputCaptureExtension.class)
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
    void qualifiedBeanOfTheApplicationTakesPrecedence() {
        this.runner.withUserConfiguration(OwnSecond.class)
            .withBean(FieldConsumer.class)
            .run((context) -> assertThat(context.getBean(FieldConsumer.class).second.answer()).isEqualTo(42));
    }

    @Test
    void qualifiedBeanOfAParentContextTakesPrecedence() {
        new ApplicationContextRunner().withUserConfiguration(OwnSecond.class)
            .run((parent) -> this.runner.withParent(parent)
                .withBean(FieldConsumer.class)
                .run((context) -> assertThat(context.getBean(FieldConsumer.class).second.answer()).isEqualTo(42)));
    }

    @ParameterizedTest
    @ValueSource(classes = { NamedConsumer.class, ComposedConsumer.class, ComposedWithTextConsumer.class,
            SetterConsumer.class, QualifiedConstructorConsumer.class })
    void otherKindsOfQualifiers(Class<? extends IntSupplier> consumer) {
        this.runner.withUserConfiguration(consumer)
            .run((context) -> assertThat(context.getBean(consumer).getAsInt()).isEqualTo(200));
    }

    @Test
    void qualifierThatNamesNothingIsNotTakenForABundle() {
        this.runner.withUserConfiguration(MarkedReload.class, MarkedConsumer.class)
            .run((context) -> assertThat(context.getBean(MarkedConsumer.class).getAsInt()).isEqualTo(42));
    }

    @Test
    void resolverOfTheApplicationIsKeptAndTold(CapturedOutput output) {
        this.runner
            .withInitializer((context) -> ((DefaultListableBeanFactory) context.getBeanFactory())
                .setAutowireCandidateResolver(new OwnResolver()))
            .run((context) -> {
                assertThat(((DefaultListableBeanFactory) context.getBeanFactory()).getAutowireCandidateResolver())
                    .isInstanceOf(OwnResolver.class);
                assertThat(output).contains("polyplug.contracts", OwnResolver.class.getName(),
                        "@ImportGuestContracts(types = ..., bundle = ...)");
            });
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

    static class Holder implements IntSupplier {

        private @Nullable Reload reload;

        void hold(Reload reload) {
            this.reload = reload;
        }

        @Override
        public int getAsInt() {
            return Objects.requireNonNull(this.reload).answer();
        }

    }

    static class NamedConsumer extends Holder {

        NamedConsumer(@Named("second") Reload reload) {
            hold(reload);
        }

    }

    static class ComposedConsumer extends Holder {

        ComposedConsumer(@Second Reload reload) {
            hold(reload);
        }

    }

    static class ComposedWithTextConsumer extends Holder {

        ComposedWithTextConsumer(@Bundle("second") Reload reload) {
            hold(reload);
        }

    }

    static class SetterConsumer extends Holder {

        @Autowired
        @Qualifier("second")
        void setReload(Reload reload) {
            hold(reload);
        }

    }

    static class QualifiedConstructorConsumer extends Holder {

        @Second
        QualifiedConstructorConsumer(Reload reload) {
            hold(reload);
        }

    }

    static class MarkedConsumer extends Holder {

        MarkedConsumer(@Marked Reload reload) {
            hold(reload);
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class MarkedReload {

        @Bean
        @Marked
        Reload markedReload() {
            return () -> 42;
        }

    }

    @Qualifier("second")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Second {

    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Bundle {

        @AliasFor(annotation = Qualifier.class)
        String value();

    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Marked {

    }

    static class OwnResolver extends ContextAnnotationAutowireCandidateResolver {

    }

}
