package io.polyplug.autoconfigure.web;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointAutoConfiguration;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointWebExtension;
import io.polyplug.autoconfigure.actuate.ReloadHistory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has an endpoint of its own in the place of
 * {@link PolyplugEndpoint}.
 */
class OwnEndpointTests {

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
        .withConfiguration(
                AutoConfigurations.of(PolyplugAutoConfiguration.class, PolyplugEndpointAutoConfiguration.class))
        .withPropertyValues("management.endpoints.web.exposure.include=polyplug")
        .withUserConfiguration(OwnEndpoint.class);

    @TempDir
    private Path folder;

    @Test
    void standsForBothEntrances() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugEndpointWebExtension extension = context.getBean(PolyplugEndpointWebExtension.class);
            assertThat(extension.changeState(SecurityContext.NONE, "reload", "reloaded", null).getStatus())
                .isEqualTo(200);
            assertThat(extension.unload(SecurityContext.NONE, "reload", true).getStatus()).isEqualTo(404);
            assertThat(context.getBean(PolyplugEndpoint.class).unload("reload", true)).isNull();
            assertThat(context.getBean(PolyplugRuntime.class).bundle("reload")).isPresent();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEndpoint {

        @Bean
        CarefulEndpoint carefulEndpoint(PolyplugRuntime runtime, ReloadHistory history,
                ApplicationEventPublisher eventPublisher) {
            return new CarefulEndpoint(runtime, history, eventPublisher);
        }

    }

    /** Unloads nothing. */
    static class CarefulEndpoint extends PolyplugEndpoint {

        CarefulEndpoint(PolyplugRuntime runtime, ReloadHistory history, ApplicationEventPublisher eventPublisher) {
            super(runtime, history, eventPublisher);
        }

        @Override
        protected @Nullable UnloadDescriptor unload(String bundle, boolean cascade, @Nullable String principal) {
            return null;
        }

    }

}
