package io.polyplug.autoconfigure.contract;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;

import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.library.ClosableReload;
import io.polyplug.autoconfigure.library.Slow;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ImportGuestContracts @ImportGuestContracts}.
 */
class ImportGuestContractsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    void typesAreInjectable() {
        BundleFolder bundles = new BundleFolder(this.folder).with("slow-v2", "slow");
        this.runner.withPropertyValues(bundles.property())
            .withUserConfiguration(ImportsType.class)
            .run((context) -> assertThat(context.getBean(Slow.class).version()).isEqualTo(200));
    }

    @Test
    void basePackagesAreScanned() {
        this.runner.withUserConfiguration(ImportsPackage.class)
            .run((context) -> assertThat(context).hasSingleBean(Slow.class)
                .hasSingleBean(ClosableReload.class)
                .doesNotHaveBean(Reload.class));
    }

    @Test
    void withoutAttributesThePackageOfTheClassIsScanned() {
        this.runner.withUserConfiguration(ImportsOwnPackage.class)
            .run((context) -> assertThat(context).hasBean("importGuestContractsTests.Nested")
                .doesNotHaveBean(Slow.class));
    }

    @Test
    void contractThatIsFoundTwiceIsRegisteredOnce() {
        this.runner.withUserConfiguration(Application.class, ImportsReload.class, ImportsReloadAgain.class)
            .run((context) -> assertThat(context).hasSingleBean(Reload.class));
    }

    @Test
    void contractThatAnotherExtendsIsRegisteredAsWell() {
        this.runner.withUserConfiguration(ImportsExtended.class)
            .run((context) -> assertThat(context.getBeanNamesForType(Nested.class)).hasSize(2));
    }

    @Test
    void beanOfTheApplicationWinsInWhateverOrderTheConfigurationClassesCome() {
        for (Class<?>[] order : new Class<?>[][] { { ImportsReload.class, OwnReload.class },
                { OwnReload.class, ImportsReload.class } }) {
            this.runner.withUserConfiguration(order)
                .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(42));
        }
    }

    @Test
    void isRepeatable() {
        this.runner.withUserConfiguration(ImportsTwice.class)
            .run((context) -> assertThat(context).hasSingleBean(Reload.class).hasSingleBean(Slow.class));
    }

    @Test
    void packagesOfClassesAreScanned() {
        this.runner.withUserConfiguration(ImportsPackageOfClass.class)
            .run((context) -> assertThat(context).hasSingleBean(Slow.class).hasSingleBean(ClosableReload.class));
    }

    @Test
    void composedAnnotationImports() {
        this.runner.withUserConfiguration(ImportsByComposedAnnotation.class)
            .run((context) -> assertThat(context).hasSingleBean(Slow.class));
    }

    @Test
    void importForABundleIsBoundToIt() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload")
            .withRenamed("reload-v2", "second");
        this.runner.withPropertyValues(bundles.property())
            .withUserConfiguration(ImportsForBundle.class)
            .withBean(Consumer.class)
            .run((context) -> {
                Consumer consumer = context.getBean(Consumer.class);
                assertThat(consumer.qualified.answer()).isEqualTo(200);
                assertThat(consumer.unqualified).isSameAs(consumer.qualified);
                assertThat(consumer.all.byBundle()).containsOnlyKeys("reload", "second");
            });
    }

    @Test
    void importForABundleLeavesInjectionPointsWithoutQualifierToTheFirstProvider() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload")
            .withRenamed("reload-v2", "second");
        for (Class<?>[] order : new Class<?>[][] { { ImportsForBundle.class, ImportsReload.class },
                { Application.class, ImportsForBundle.class } }) {
            this.runner.withPropertyValues(bundles.property())
                .withUserConfiguration(order)
                .withBean(Consumer.class)
                .run((context) -> {
                    assertThat(context.getBean(Consumer.class).qualified.answer()).isEqualTo(200);
                    assertThat(context.getBean(Consumer.class).unqualified.answer()).isEqualTo(100);
                });
        }
    }

    @Test
    void nothingIsRegisteredWhenDisabled() {
        this.runner.withUserConfiguration(ImportsType.class)
            .withPropertyValues("polyplug.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Slow.class));
    }

    @Test
    void functionNamedCloseIsNotCalledByTheContainer() {
        this.runner.withUserConfiguration(ImportsPackage.class).run((context) -> {
            String name = context.getBeanNamesForType(ClosableReload.class)[0];
            assertThat(context.getBeanFactory().getBeanDefinition(name).getDestroyMethodName()).isEmpty();
        });
    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(Slow.class)
    static class ImportsType {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(basePackages = "io.polyplug.autoconfigure.library")
    static class ImportsPackage {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts
    static class ImportsOwnPackage {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(types = Reload.class)
    static class ImportsReload {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(types = Reload.class)
    static class ImportsReloadAgain {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts({ Extended.class, Nested.class })
    static class ImportsExtended {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(Slow.class)
    @ImportGuestContracts(types = Reload.class)
    static class ImportsTwice {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(basePackageClasses = Slow.class)
    static class ImportsPackageOfClass {

    }

    @ImportGuestContracts(Slow.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface ImportSlow {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportSlow
    static class ImportsByComposedAnnotation {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(types = Reload.class, bundle = "second")
    static class ImportsForBundle {

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnReload {

        @Bean
        Reload reload() {
            return () -> 42;
        }

    }

    static class Consumer {

        final Reload qualified;

        final Reload unqualified;

        final GuestContracts<Reload> all;

        Consumer(@Qualifier("second") Reload qualified, Reload unqualified, GuestContracts<Reload> all) {
            this.qualified = qualified;
            this.unqualified = unqualified;
            this.all = all;
        }

    }

    @GuestContract(name = "demo.Nested", version = "1.0")
    interface Nested {

        @ContractFunction(0)
        int answer();

    }

    @GuestContract(name = "demo.Extended", version = "1.0")
    interface Extended extends Nested {

    }

}
