package io.polyplug.autoconfigure.actuate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.BeanDefinitionCustomizer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolyplugEndpointAutoConfiguration} and
 * {@link PolyplugHealthContributorAutoConfiguration}.
 */
class PolyplugActuatorAutoConfigurationTests {

    private static final AutoConfigurations ACTUATOR = AutoConfigurations.of(PolyplugEndpointAutoConfiguration.class,
            PolyplugHealthContributorAutoConfiguration.class);

    private final ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(ACTUATOR)
        .withPropertyValues("management.endpoints.web.exposure.include=*");

    private final ApplicationContextRunner runner = this.plain
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @Test
    void endpointAndHealthAreThere() {
        assertEndpointAndHealthAreThere(this.runner);
    }

    @Test
    void endpointAndHealthAreThereInAServletApplication() {
        assertEndpointAndHealthAreThere(new WebApplicationContextRunner().withConfiguration(ACTUATOR)
            .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=polyplug"));
    }

    @Test
    void endpointAndHealthAreThereInAReactiveApplication() {
        assertEndpointAndHealthAreThere(new ReactiveWebApplicationContextRunner().withConfiguration(ACTUATOR)
            .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=polyplug"));
    }

    private static <C extends ConfigurableApplicationContext, A extends ApplicationContextAssertProvider<C>> void assertEndpointAndHealthAreThere(
            AbstractApplicationContextRunner<?, C, A> runner) {
        runner.run((context) -> assertThat(context).hasSingleBean(PolyplugEndpoint.class)
            .hasSingleBean(PolyplugEndpointWebExtension.class)
            .hasSingleBean(PolyplugHealthContributor.class)
            .hasSingleBean(ReloadHistory.class));
    }

    @Test
    void endpointIsNotThereUnlessExposed() {
        this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
            .run((context) -> assertThat(context).doesNotHaveBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugEndpointWebExtension.class)
                .hasSingleBean(PolyplugHealthContributor.class)
                .hasSingleBean(ReloadHistory.class));
    }

    @Test
    void webExtensionIsNotThereWhenOnlyExposedOverJmx() {
        this.runner
            .withPropertyValues("management.endpoints.web.exposure.exclude=*", "spring.jmx.enabled=true",
                    "management.endpoints.jmx.exposure.include=polyplug")
            .run((context) -> assertThat(context).hasSingleBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugEndpointWebExtension.class));
    }

    @Test
    void endpointIsNotThereWithoutAccess() {
        this.runner.withPropertyValues("management.endpoint.polyplug.access=NONE")
            .run((context) -> assertThat(context).doesNotHaveBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugEndpointWebExtension.class));
    }

    @Test
    void endpointIsNotThereWhereNoAccessIsPermitted() {
        this.runner
            .withPropertyValues("management.endpoint.polyplug.access=UNRESTRICTED",
                    "management.endpoints.access.max-permitted=NONE")
            .run((context) -> assertThat(context).doesNotHaveBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugEndpointWebExtension.class));
    }

    @Test
    void healthIsNotThereWhenDisabled() {
        this.runner.withPropertyValues("management.health.polyplug.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean(PolyplugHealthContributor.class)
                .hasSingleBean(PolyplugEndpoint.class)
                .hasSingleBean(ReloadHistory.class));
    }

    @Test
    void historyIsNotThereWhenNobodyAsksForIt() {
        this.runner
            .withPropertyValues("management.endpoints.web.exposure.include=health",
                    "management.health.polyplug.enabled=false")
            .run((context) -> assertThat(context).hasSingleBean(PolyplugRuntime.class)
                .doesNotHaveBean(ReloadHistory.class));
    }

    @ParameterizedTest
    @ValueSource(strings = { "polyplugHealthIndicator", "polyplugHealthContributor" })
    void healthBacksOffWhenTheApplicationHasItsOwn(String name) {
        HealthIndicator own = () -> Health.up().build();
        this.runner.withConfiguration(AutoConfigurations.of(HealthContributorRegistryAutoConfiguration.class))
            .withBean(name, HealthIndicator.class, () -> own)
            .run((context) -> {
                assertThat(context).hasNotFailed().doesNotHaveBean(PolyplugHealthContributor.class);
                assertThat(context.getBean(HealthContributorRegistry.class).getContributor("polyplug")).isSameAs(own);
            });
    }

    @Test
    void endpointBacksOffWhenTheApplicationHasItsOwn() {
        this.runner.withBean("own", PolyplugEndpoint.class)
            .run((context) -> assertThat(context).getBean(PolyplugEndpoint.class).isSameAs(context.getBean("own")));
    }

    @Test
    void webExtensionBacksOffWhenTheApplicationHasItsOwn() {
        this.runner.withBean("own", PolyplugEndpointWebExtension.class)
            .run((context) -> assertThat(context).getBean(PolyplugEndpointWebExtension.class)
                .isSameAs(context.getBean("own")));
    }

    @Test
    void historyBacksOffWhenTheApplicationHasItsOwn() {
        this.runner.withBean("own", ReloadHistory.class)
            .run((context) -> assertThat(context).getBean(ReloadHistory.class).isSameAs(context.getBean("own")));
    }

    @Test
    void nothingIsThereWhenPolyplugIsDisabled() {
        this.runner.withPropertyValues("polyplug.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugHealthContributor.class)
                .doesNotHaveBean(ReloadHistory.class));
    }

    @Test
    void ownRuntimeIsToldOfWhenPolyplugIsDisabled() {
        this.runner.withPropertyValues("polyplug.enabled=false", "polyplug.bundles.filters.required=true")
            .withBean(PolyplugRuntime.class, () -> PolyplugRuntime.builder().build())
            .run(PolyplugActuatorAutoConfigurationTests::assertOwnRuntimeIsToldOf);
    }

    @Test
    void ownRuntimeIsToldOfWhenTheAutoConfigurationOfTheRuntimeIsExcluded() {
        this.plain.withPropertyValues("polyplug.bundles.filters.required=true")
            .withBean(PolyplugRuntime.class, () -> PolyplugRuntime.builder().build())
            .run(PolyplugActuatorAutoConfigurationTests::assertOwnRuntimeIsToldOf);
    }

    private static void assertOwnRuntimeIsToldOf(ApplicationContextAssertProvider<?> context) {
        assertThat(context).hasSingleBean(PolyplugRuntime.class);
        assertThat(context).getBean(PolyplugEndpoint.class)
            .satisfies((endpoint) -> assertThat(endpoint.runtime().hotReload()).isFalse());
        assertThat(context).getBean(PolyplugHealthContributor.class)
            .satisfies(
                    (health) -> assertThat(((HealthIndicator) health.getContributor("runtime")).health().getDetails())
                        .containsKey("missingBundles"));
    }

    @Test
    void nothingIsToldOfTwoRuntimes() {
        this.plain.withBean("one", PolyplugRuntime.class, () -> PolyplugRuntime.builder().build())
            .withBean("other", PolyplugRuntime.class, () -> PolyplugRuntime.builder().build())
            .run((context) -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugEndpointWebExtension.class)
                .doesNotHaveBean(PolyplugHealthContributor.class)
                .doesNotHaveBean(ReloadHistory.class));
    }

    @Test
    void primaryOneOfTwoRuntimesIsToldOf() {
        BeanDefinitionCustomizer primary = (definition) -> definition.setPrimary(true);
        this.plain.withBean("one", PolyplugRuntime.class, () -> PolyplugRuntime.builder().build())
            .withBean("other", PolyplugRuntime.class, () -> PolyplugRuntime.builder().hotReload(true).build(), primary)
            .run((context) -> {
                assertThat(context).hasNotFailed().hasSingleBean(PolyplugHealthContributor.class);
                assertThat(context.getBean(PolyplugEndpoint.class).runtime().hotReload()).isTrue();
            });
    }

    @Test
    void lastReloadIsThatOfThePrimaryRuntime(@TempDir Path folder) {
        new BundleFolder(folder).with("reload-v1", "reload");
        List<ReloadPhase> heard = new CopyOnWriteArrayList<>();
        this.runner.withUserConfiguration(TwoRuntimes.class)
            .withBean("listener", PhaseListener.class, () -> heard::add)
            .run((context) -> {
                ReloadHistory history = context.getBean(ReloadHistory.class);
                for (String name : List.of("other", "used")) {
                    PolyplugRuntime runtime = context.getBean(name, PolyplugRuntime.class);
                    runtime.loadBundle(folder.resolve("reload"));
                    runtime.reloadBundle("reload");
                    assertThat(heard).filteredOn(ReloadPhase.Reloaded.class::isInstance)
                        .hasSize(name.equals("other") ? 1 : 2);
                    assertThat(history.lastReload("reload").isPresent()).isEqualTo(name.equals("used"));
                }
            });
    }

    @Test
    void worksWithoutActuator() {
        this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(PolyplugRuntime.class)
                .hasSingleBean(PolyplugHealthContributor.class)
                .hasSingleBean(ReloadHistory.class)
                .doesNotHaveBean(PolyplugEndpoint.class));
    }

    @Test
    void worksWithoutHealth() {
        this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(PolyplugRuntime.class)
                .hasSingleBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugHealthContributor.class));
    }

    @Test
    void whatIsNotOnTheClassPathIsFilteredBeforeItIsRead() throws IOException {
        assertThat(PropertiesLoaderUtils.loadAllProperties("META-INF/spring-autoconfigure-metadata.properties"))
            .containsKeys(PolyplugEndpointAutoConfiguration.class.getName() + ".ConditionalOnClass",
                    PolyplugHealthContributorAutoConfiguration.class.getName() + ".ConditionalOnClass");
    }

    interface PhaseListener extends Consumer<ReloadPhase> {

    }

    @Configuration(proxyBeanMethods = false)
    static class TwoRuntimes {

        @Bean
        @Primary
        PolyplugRuntime used(PolyplugRuntime.Builder builder) {
            return builder.build();
        }

        @Bean
        PolyplugRuntime other(PolyplugRuntime.Builder builder) {
            return builder.build();
        }

    }

}
