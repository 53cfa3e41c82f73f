package io.polyplug.autoconfigure.web;

import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.reactive.PolyplugWebFluxAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.web.servlet.HandlerExceptionResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolyplugWebMvcAutoConfiguration} and
 * {@link PolyplugWebFluxAutoConfiguration} in applications that lack something.
 */
class WebAutoConfigurationTests {

    private static final String RESOLVER = "polyplugMissingProviderExceptionResolver";

    private static final String HANDLER = "polyplugMissingProviderExceptionHandler";

    private static final AutoConfigurations OURS = AutoConfigurations.of(PolyplugAutoConfiguration.class,
            PolyplugWebMvcAutoConfiguration.class, PolyplugWebFluxAutoConfiguration.class);

    @Test
    void nothingIsThereWithoutAWebApplication() {
        new ApplicationContextRunner().withConfiguration(OURS)
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RESOLVER).doesNotHaveBean(HANDLER));
    }

    @Test
    void servletApplicationHasItsResolverOnly() {
        new WebApplicationContextRunner().withConfiguration(OURS)
            .withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class))
            .run((context) -> assertThat(context).hasBean(RESOLVER).doesNotHaveBean(HANDLER));
    }

    @Test
    void servletApplicationWithoutSpringMvcWorks() {
        new WebApplicationContextRunner().withConfiguration(OURS)
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RESOLVER));
        new WebApplicationContextRunner().withConfiguration(OURS)
            .withClassLoader(new FilteredClassLoader(HandlerExceptionResolver.class))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RESOLVER));
    }

    @Test
    void reactiveApplicationHasItsHandlerOnly() {
        new ReactiveWebApplicationContextRunner().withConfiguration(OURS)
            .withConfiguration(AutoConfigurations.of(CodecsAutoConfiguration.class, WebFluxAutoConfiguration.class,
                    HttpHandlerAutoConfiguration.class))
            .run((context) -> assertThat(context).hasBean(HANDLER).doesNotHaveBean(RESOLVER));
    }

    @Test
    void reactiveApplicationWithoutWebFluxWorks() {
        new ReactiveWebApplicationContextRunner().withConfiguration(OURS)
            .withClassLoader(new FilteredClassLoader("org.springframework.web.reactive"))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HANDLER));
    }

}
