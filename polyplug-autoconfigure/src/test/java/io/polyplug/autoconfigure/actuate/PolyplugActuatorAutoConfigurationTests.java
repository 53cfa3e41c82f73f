package io.polyplug.autoconfigure.actuate;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolyplugEndpointAutoConfiguration} and
 * {@link PolyplugHealthContributorAutoConfiguration}.
 */
class PolyplugActuatorAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class,
                PolyplugEndpointAutoConfiguration.class, PolyplugHealthContributorAutoConfiguration.class))
        .withPropertyValues("management.endpoints.web.exposure.include=*");

    @Test
    void endpointAndHealthAreThere() {
        this.runner.run((context) -> assertThat(context).hasSingleBean(PolyplugEndpoint.class)
            .hasSingleBean(PolyplugEndpointWebExtension.class)
            .hasSingleBean(PolyplugHealthIndicator.class)
            .hasSingleBean(ReloadHistory.class));
    }

    @Test
    void endpointIsNotThereUnlessExposed() {
        this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
            .run((context) -> assertThat(context).doesNotHaveBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugEndpointWebExtension.class));
    }

    @Test
    void endpointIsNotThereWithoutAccess() {
        this.runner.withPropertyValues("management.endpoint.polyplug.access=NONE")
            .run((context) -> assertThat(context).doesNotHaveBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugEndpointWebExtension.class));
    }

    @Test
    void endpointBacksOffWhenTheApplicationHasItsOwn() {
        this.runner.withUserConfiguration(OwnEndpoint.class)
            .run((context) -> assertThat(context).hasSingleBean(PolyplugEndpoint.class).hasBean("ownEndpoint"));
    }

    @Test
    void healthIsNotThereWhenDisabled() {
        this.runner.withPropertyValues("management.health.polyplug.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean(PolyplugHealthIndicator.class)
                .hasSingleBean(PolyplugEndpoint.class));
    }

    @Test
    void nothingIsThereWhenPolyplugIsDisabled() {
        this.runner.withPropertyValues("polyplug.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugHealthIndicator.class));
    }

    @Test
    void worksWithoutActuator() {
        this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(PolyplugRuntime.class)
                .hasSingleBean(PolyplugHealthIndicator.class)
                .doesNotHaveBean(PolyplugEndpoint.class));
    }

    @Test
    void worksWithoutHealth() {
        this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(PolyplugRuntime.class)
                .hasSingleBean(PolyplugEndpoint.class)
                .doesNotHaveBean(PolyplugHealthIndicator.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEndpoint {

        @Bean
        PolyplugEndpoint ownEndpoint(PolyplugRuntime runtime, ReloadHistory history) {
            return new PolyplugEndpoint(new BundleDescriptions(runtime, true, history),
                    new BundleWrites(runtime, (event) -> {
                    }));
        }

    }

}
