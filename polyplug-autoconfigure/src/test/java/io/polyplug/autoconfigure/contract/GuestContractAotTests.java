package io.polyplug.autoconfigure.contract;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.aot.AheadOfTime;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Caller;
import io.polyplug.autoconfigure.app.FriendlyGreeter;
import io.polyplug.autoconfigure.app.Greeter;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.library.Slow;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import jakarta.inject.Named;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aop.support.AopUtils;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Applications with contracts that were processed ahead of time: the generated code is
 * compiled, and a context started from it alone.
 */
class GuestContractAotTests {

    @TempDir
    private Path folder;

    @TempDir
    private Path work;

    private String locations;

    @BeforeEach
    void installTwoProviders() {
        this.locations = new BundleFolder(this.folder).with("reload-v1", "reload")
            .withRenamed("reload-v2", "second")
            .property();
    }

    @Test
    void plainContract() throws Exception {
        runAheadOfTime(PlainConsumer.class, (context) -> {
            assertThat(context.getBean(PlainConsumer.class).reload().answer()).isEqualTo(100);
            assertThat(context.getBeanFactory().getBeanDefinition("reload").isLazyInit()).isTrue();
            assertThat(context.getBeanFactory().getBeanDefinition("reload").isFallback()).isTrue();
            assertThat(context.getBeanFactory().getBeanDefinition("caller").getDestroyMethodName()).isEmpty();
        });
    }

    @Test
    void qualifiedContracts() throws Exception {
        runAheadOfTime(QualifiedConsumer.class, (context) -> {
            QualifiedConsumer consumer = context.getBean(QualifiedConsumer.class);
            assertThat(consumer.first.answer()).isEqualTo(100);
            assertThat(consumer.named.answer()).isEqualTo(200);
            assertThat(consumer.field.answer()).isEqualTo(200);
            assertThat(consumer.provided.getObject().answer()).isEqualTo(200);
            assertThat(consumer.any.answer()).isEqualTo(100);
        });
    }

    @Test
    void providers() throws Exception {
        runAheadOfTime(HolderConsumer.class,
                (context) -> assertThat(context.getBean(HolderConsumer.class).reload().byBundle())
                    .containsOnlyKeys("reload", "second"));
    }

    @Test
    void importedContracts() throws Exception {
        new BundleFolder(this.folder).with("slow-v2", "slow");
        runAheadOfTime(Imports.class, (context) -> {
            assertThat(context.getBean(Slow.class).version()).isEqualTo(200);
            assertThat(context.getBean(HiddenConsumer.class).hidden().answer()).isEqualTo(200);
            assertThat(context.getBean(HiddenConsumer.class).unqualified())
                .isSameAs(context.getBean(HiddenConsumer.class).hidden());
            assertThat(context.getBean(HiddenConsumer.class).all().byBundle()).hasSize(2);
        });
    }

    @Test
    void decoratorOfAContract() throws Exception {
        runAheadOfTime(Decorated.class,
                (context) -> assertThat(context.getBean(PlainConsumer.class).reload().answer()).isEqualTo(101));
    }

    @Test
    void advice() throws Exception {
        runAheadOfTime(Advised.class, (context) -> {
            Reload reload = context.getBean(PlainConsumer.class).reload();
            assertThat(AopUtils.isJdkDynamicProxy(reload)).isTrue();
            assertThat(reload.answer()).isEqualTo(100);
            assertThat(context.getBean(CountingAspect.class).calls).hasValue(1);
        });
    }

    @Test
    void hostContract() throws Exception {
        new BundleFolder(this.folder).with("caller", "caller");
        runAheadOfTime(HostContracts.class,
                (context) -> assertThat(context.getBean(CallerConsumer.class).caller().call("Ada"))
                    .isEqualTo("Hello Ada"));
    }

    @Test
    void failFastThatIsAskedForAtTheStart() throws Exception {
        ApplicationContextInitializer<GenericApplicationContext> application = compile(CallerConsumer.class);
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            assertThatException()
                .isThrownBy(() -> start(context, application, this.locations, "polyplug.contracts.fail-fast=true"))
                .havingRootCause()
                .isInstanceOf(ContractNotProvidedException.class)
                .withMessageContaining("demo.Caller");
        }
    }

    @Test
    void applicationWithoutARuntimeHasNoContracts() {
        assertThat(process(Imports.class, "polyplug.enabled=false").files().getGeneratedFiles(Kind.SOURCE).keySet())
            .noneMatch((name) -> name.contains("GuestContractAutoConfiguration"));
    }

    /**
     * The folder of bundles is not known when the application is processed.
     */
    private void runAheadOfTime(Class<?> configuration, Consumer<GenericApplicationContext> test) throws Exception {
        ApplicationContextInitializer<GenericApplicationContext> application = compile(configuration);
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            start(context, application, this.locations);
            test.accept(context);
        }
    }

    private ApplicationContextInitializer<GenericApplicationContext> compile(Class<?> configuration) throws Exception {
        return process(configuration).compile(this.work);
    }

    private static AheadOfTime process(Class<?> configuration, String... properties) {
        return AheadOfTime.process(List.of(AutoConfigured.class, configuration), properties);
    }

    private static void start(GenericApplicationContext context,
            ApplicationContextInitializer<GenericApplicationContext> application, String... properties) {
        TestPropertyValues.of(properties).applyTo(context);
        application.initialize(context);
        context.refresh();
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Application.class)
    @ImportAutoConfiguration({ PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class,
            AopAutoConfiguration.class })
    static class AutoConfigured {

    }

    record PlainConsumer(Reload reload, Caller caller) {
    }

    record CallerConsumer(Caller caller) {
    }

    static class QualifiedConsumer {

        final Reload first;

        final Reload named;

        final ObjectProvider<Reload> provided;

        final Reload any;

        @Autowired
        @Qualifier("second")
        Reload field;

        QualifiedConsumer(@Qualifier("reload") Reload first, @Named("second") Reload named,
                @Qualifier("second") ObjectProvider<Reload> provided, Reload any) {
            this.first = first;
            this.named = named;
            this.provided = provided;
            this.any = any;
        }

    }

    record HolderConsumer(GuestContracts<Reload> reload) {
    }

    @GuestContract(name = "reload.test", version = "1.0")
    interface Hidden {

        @ContractFunction(0)
        int answer();

    }

    record HiddenConsumer(@Qualifier("second") Hidden hidden, Hidden unqualified, GuestContracts<Hidden> all) {
    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(Slow.class)
    @ImportGuestContracts(types = Hidden.class, bundle = "second")
    @Import(HiddenConsumer.class)
    static class Imports {

    }

    @Configuration(proxyBeanMethods = false)
    @Import(PlainConsumer.class)
    static class Decorated {

        @Bean
        @Primary
        Reload decorator(Reload next) {
            return () -> next.answer() + 1;
        }

    }

    @Configuration(proxyBeanMethods = false)
    @Import({ PlainConsumer.class, CountingAspect.class })
    static class Advised {

    }

    @Aspect
    static class CountingAspect {

        final AtomicInteger calls = new AtomicInteger();

        @Before("execution(* io.polyplug.autoconfigure.app.Reload.answer())")
        void count() {
            this.calls.incrementAndGet();
        }

    }

    @Configuration(proxyBeanMethods = false)
    @Import(CallerConsumer.class)
    static class HostContracts {

        @Bean
        Greeter greeter() {
            return new FriendlyGreeter();
        }

    }

}
