package io.polyplug.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

import io.polyplug.autoconfigure.BundleFolder;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A bundle whose name has a slash, asked for over HTTP.
 */
class SlashInNameHttpTests {

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void tomcatRefusesTheName() throws Exception {
        try (ConfigurableApplicationContext application = start(WebApplicationType.SERVLET, Plain.class)) {
            assertThat(reload(application, "acme%2Freload").statusCode()).isEqualTo(400);
            assertThat(reload(application, "acme%5Creload").statusCode()).isEqualTo(400);
            assertThat(reload(application, "acme/reload").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void tomcatPassesTheNameOnWhenAskedTo() throws Exception {
        try (ConfigurableApplicationContext application = start(WebApplicationType.SERVLET, PassingOn.class)) {
            assertReloads(application);
        }
    }

    @Test
    void webFluxTakesTheName() throws Exception {
        try (ConfigurableApplicationContext application = start(WebApplicationType.REACTIVE, Plain.class)) {
            assertReloads(application);
        }
    }

    private ConfigurableApplicationContext start(WebApplicationType type, Class<?> source) {
        new BundleFolder(this.folder).withRenamed("reload-v1", "reload", "acme/reload");
        return new SpringApplicationBuilder(source).web(type)
            .properties("polyplug.locations=" + this.folder, "management.endpoint.polyplug.access=unrestricted",
                    "management.endpoints.web.exposure.include=polyplug", "server.port=0",
                    "spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration")
            .run();
    }

    private void assertReloads(ConfigurableApplicationContext application) throws IOException, InterruptedException {
        HttpResponse<String> response = reload(application, "acme%2Freload");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"generation\":2");
    }

    private HttpResponse<String> reload(ConfigurableApplicationContext application, String bundle)
            throws IOException, InterruptedException {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest
            .newBuilder(URI.create("http://localhost:" + port + "/actuator/polyplug/" + bundle))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"state\":\"reloaded\"}"))
            .build();
        return this.client.send(request, BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {

    }

    @Configuration(proxyBeanMethods = false)
    @Import(Plain.class)
    static class PassingOn {

        @Bean
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> slashesInNames() {
            return (factory) -> factory.addConnectorCustomizers(
                    (connector) -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
        }

    }

}
