package io.polyplug.starter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

import io.polyplug.fixtures.NativeFixtures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint behind Spring Security.
 */
class SecuredEndpointTests {

    private static final String RELOAD = "{\"state\":\"reloaded\"}";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void recipeLetsAnOperatorReload() throws Exception {
        try (ConfigurableApplicationContext application = start(SecuredApplication.class)) {
            NativeFixtures.copyTo("reload-v2", this.folder.resolve("reload"));
            HttpResponse<String> response = post(application, "ada");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).startsWith("{\"outcome\":\"reloaded\"");
            assertThat(response.headers().allValues("set-cookie")).isEmpty();
            assertThat(application.getBean(AuditEventRepository.class).find("ada", null, "POLYPLUG_RELOAD"))
                .extracting(AuditEvent::getPrincipal)
                .containsExactly("ada");
        }
    }

    @Test
    void recipeRefusesEverybodyElseAndSaysSo() throws Exception {
        try (ConfigurableApplicationContext application = start(SecuredApplication.class)) {
            HttpResponse<String> nobody = post(application, null);
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.body()).contains("\"status\":401");
            HttpResponse<String> user = post(application, "bob");
            assertThat(user.statusCode()).isEqualTo(403);
            assertThat(user.body()).contains("\"status\":403");
            assertThat(get(application, "/actuator/polyplug", "bob").statusCode()).isEqualTo(403);
            assertThat(get(application, "/actuator/polyplug", "ada").statusCode()).isEqualTo(200);
            assertThat(get(application, "/actuator/polyplug/reload", "ada").body()).contains("\"generation\":1");
            assertThat(get(application, "/actuator/health", null).statusCode()).isEqualTo(200);
            assertThat(get(application, "/elsewhere", null).statusCode()).isEqualTo(401);
            assertThat(get(application, "/elsewhere", "bob").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void withoutTheRecipeTheRightPasswordDoesNotHelp() throws Exception {
        try (ConfigurableApplicationContext application = start(DefaultApplication.class)) {
            assertThat(get(application, "/actuator/polyplug", "ada").statusCode()).isEqualTo(200);
            HttpResponse<String> response = post(application, "ada");
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).isEmpty();
        }
    }

    private ConfigurableApplicationContext start(Class<?> application) {
        NativeFixtures.copyTo("reload-v1", this.folder.resolve("reload"));
        return new SpringApplicationBuilder(application)
            .properties("polyplug.locations=" + this.folder, "management.endpoint.polyplug.access=unrestricted",
                    "management.endpoints.web.exposure.include=health,polyplug", "server.port=0")
            .run();
    }

    private HttpResponse<String> post(ConfigurableApplicationContext application, @Nullable String user)
            throws IOException, InterruptedException {
        return send(request(application, "/actuator/polyplug/reload", user).header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(RELOAD)));
    }

    private HttpResponse<String> get(ConfigurableApplicationContext application, String path, @Nullable String user)
            throws IOException, InterruptedException {
        return send(request(application, path, user));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return this.client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext application, String path,
            @Nullable String user) {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Accept", "*/*");
        if (user != null) {
            byte[] credentials = (user + ":secret").getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        return request;
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class DefaultApplication {

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("ada").password("{noop}secret").roles("OPERATOR").build(),
                    User.withUsername("bob").password("{noop}secret").roles("USER").build());
        }

        @Bean
        InMemoryAuditEventRepository auditEventRepository() {
            return new InMemoryAuditEventRepository();
        }

    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @Import({ DefaultApplication.class, EndpointSecurity.class })
    static class SecuredApplication {

    }

}
