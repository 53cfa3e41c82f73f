package io.polyplug.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Locale;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.error.ContractUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a web application answers where a contract has no provider.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingProviderHttpTests {

    private static final String TOMCAT_FOR_WEBFLUX = "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration";

    private static final String[] PROBLEM_DETAILS = { "spring.mvc.problemdetails.enabled=true",
            "spring.webflux.problemdetails.enabled=true" };

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private static ConfigurableApplicationContext start(WebApplicationType type, Class<?> addition,
            String... properties) {
        return new SpringApplicationBuilder(MissingProviderApplication.class, addition).web(type)
            .properties("server.port=0", "spring.autoconfigure.exclude=" + TOMCAT_FOR_WEBFLUX)
            .properties(properties)
            .run();
    }

    private HttpResponse<String> get(ConfigurableApplicationContext application, String path)
            throws IOException, InterruptedException {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        return this.client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
                BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(names = { "SERVLET", "REACTIVE" })
    void isAnsweredBy503UntilThereIsOne(WebApplicationType type, CapturedOutput output) throws Exception {
        new BundleFolder(this.folder).with("reload-v1", "reload");
        try (ConfigurableApplicationContext application = start(type, Nothing.class)) {
            for (String path : new String[] { "/plain", "/stage", "/mono", "/joined" }) {
                assertThat(get(application, path).statusCode()).as(path).isEqualTo(503);
            }
            assertThat(get(application, "/plain").body())
                .contains("\"status\":503", "\"error\":\"Service Unavailable\"")
                .doesNotContain("reload.test");
            assertThat(output).contains("WARN").contains("Answered a request with 503: ").contains("reload.test");
            assertThat(output).doesNotContain("at io.polyplug");
            application.getBean(PolyplugRuntime.class).loadBundle(this.folder.resolve("reload"));
            for (String path : new String[] { "/plain", "/stage", "/mono", "/joined" }) {
                HttpResponse<String> response = get(application, path);
                assertThat(response.statusCode() + " " + response.body()).as(path).isEqualTo("200 100");
            }
            application.getBean(PolyplugRuntime.class).unloadBundle("reload");
            assertThat(get(application, "/plain").statusCode()).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "SERVLET", "REACTIVE" })
    void isAProblemDetailWhereSpringsOwnErrorsAre(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext application = start(type, Nothing.class, PROBLEM_DETAILS)) {
            HttpResponse<String> response = get(application, "/plain");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(response.body()).contains("\"status\":503", "\"title\":\"Service Unavailable\"",
                    "\"instance\":\"/plain\"");
            assertThat(response.body()).doesNotContain("reload.test");
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "SERVLET", "REACTIVE" })
    void isDescribedByTheMessagesOfTheApplication(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext application = start(type, Messages.class, PROBLEM_DETAILS)) {
            assertThat(get(application, "/plain").body()).contains("\"title\":\"No answer\"",
                    "\"detail\":\"Nobody answers reload.test\"", "\"type\":\"https://example.org/no-answer\"");
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "SERVLET", "REACTIVE" })
    void isLeftToTheAdviceOfTheApplication(WebApplicationType type) throws Exception {
        for (Class<?> advice : new Class<?>[] { Advice.class, AdviceForAll.class }) {
            try (ConfigurableApplicationContext application = start(type, advice)) {
                HttpResponse<String> response = get(application, "/plain");
                assertThat(response.statusCode() + " " + response.body()).isEqualTo("424 reload.test");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "SERVLET", "REACTIVE" })
    void isWhatTheApplicationMakesOfIt(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext application = start(type, Nothing.class)) {
            assertThat(get(application, "/ordered").statusCode()).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "SERVLET", "REACTIVE" })
    void isNotMistakenForOtherFailures(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext application = start(type, Nothing.class)) {
            assertThat(get(application, "/broken").statusCode()).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "SERVLET", "REACTIVE" })
    void isAnsweredBy500WithoutTheAutoConfiguration(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext application = start(type, Nothing.class,
                "spring.autoconfigure.exclude=" + TOMCAT_FOR_WEBFLUX
                        + ",io.polyplug.autoconfigure.web.PolyplugWebMvcAutoConfiguration"
                        + ",io.polyplug.autoconfigure.reactive.PolyplugWebFluxAutoConfiguration")) {
            assertThat(get(application, "/plain").statusCode()).isEqualTo(500);
        }
    }

    @Test
    void isLeftToTheResolverOfTheApplication() throws Exception {
        try (ConfigurableApplicationContext application = start(WebApplicationType.SERVLET, Resolver.class)) {
            assertThat(get(application, "/plain").statusCode()).isEqualTo(424);
            assertThat(get(application, "/broken").statusCode()).isEqualTo(500);
        }
    }

    @Test
    void isLeftToTheErrorHandlerOfTheApplication() throws Exception {
        try (ConfigurableApplicationContext application = start(WebApplicationType.REACTIVE, ErrorHandler.class)) {
            assertThat(get(application, "/plain").statusCode()).isEqualTo(424);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {

    }

    @Configuration(proxyBeanMethods = false)
    static class Messages {

        @Bean
        StaticMessageSource messageSource() {
            String name = ContractUnavailableException.class.getName();
            StaticMessageSource messages = new StaticMessageSource();
            messages.addMessage("problemDetail." + name, Locale.getDefault(), "Nobody answers {0}");
            messages.addMessage("problemDetail.title." + name, Locale.getDefault(), "No answer");
            messages.addMessage("problemDetail.type." + name, Locale.getDefault(), "https://example.org/no-answer");
            return messages;
        }

    }

    @RestControllerAdvice
    static class Advice {

        @ExceptionHandler
        @ResponseStatus(HttpStatus.FAILED_DEPENDENCY)
        String on(ContractUnavailableException ex) {
            return ex.contractName();
        }

    }

    @RestControllerAdvice
    static class AdviceForAll {

        @ExceptionHandler
        @ResponseStatus(HttpStatus.FAILED_DEPENDENCY)
        String on(Exception ex) {
            return ((ContractUnavailableException) ex).contractName();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Resolver {

        @Bean
        HandlerExceptionResolver resolver() {
            return (request, response, handler, ex) -> {
                if (!(ex instanceof ContractUnavailableException)) {
                    return null;
                }
                response.setStatus(424);
                return new ModelAndView();
            };
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class ErrorHandler {

        @Bean
        ErrorWebExceptionHandler errors() {
            return (exchange, ex) -> {
                exchange.getResponse().setRawStatusCode((ex instanceof ContractUnavailableException) ? 424 : 500);
                return Mono.empty();
            };
        }

    }

}
