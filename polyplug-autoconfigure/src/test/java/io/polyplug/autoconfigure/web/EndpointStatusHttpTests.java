package io.polyplug.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.ReloadReport;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.KeptAuditEvents;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.RuntimeBuilderCustomizer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint answers by the state of the application and by who asks, over HTTP in
 * servlet and WebFlux applications. Each test has an application of its own.
 */
class EndpointStatusHttpTests {

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private ConfigurableApplicationContext start(WebApplicationType type, BundleFolder bundles, String... properties) {
        return new SpringApplicationBuilder(StatusApplication.class, Pause.class).web(type)
            .properties(bundles.property(), "server.port=0", "management.endpoints.web.exposure.include=polyplug")
            .properties(properties)
            .run();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void writesAreNotAllowedByDefault(WebApplicationType type) throws Exception {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        try (ConfigurableApplicationContext application = start(type, bundles)) {
            assertThat(get(application, "/reload", null)).startsWith("200 ");
            for (String state : List.of("reloaded", "rolled-back", "loaded", "verified")) {
                assertThat(post(application, state)).startsWith("405 ");
            }
            assertThat(delete(application)).startsWith("405 ");
            assertThat(application.getBean(PolyplugRuntime.class).bundle("reload").orElseThrow().generation())
                .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void closedRuntimeIsUnavailableAndAudited(WebApplicationType type) throws Exception {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        try (ConfigurableApplicationContext application = start(type, bundles,
                "management.endpoint.polyplug.access=unrestricted")) {
            application.getBean(PolyplugRuntime.class).close();
            String unavailable = "503 {\"reason\":\"This polyplug runtime has been closed. Build a new one\"}";
            assertThat(get(application, "", null)).isEqualTo(unavailable);
            assertThat(get(application, "/reload", null)).isEqualTo(unavailable);
            for (String state : List.of("reloaded", "rolled-back", "loaded", "verified")) {
                assertThat(post(application, state)).isEqualTo(unavailable);
            }
            assertThat(delete(application)).isEqualTo(unavailable);
            assertThat(application.getBean(InMemoryAuditEventRepository.class).find(null, null, null))
                .extracting(AuditEvent::getType)
                .containsExactly("POLYPLUG_RELOAD", "POLYPLUG_ROLLBACK", "POLYPLUG_LOAD", "POLYPLUG_VERIFY",
                        "POLYPLUG_UNLOAD");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void busyRuntimeIsUnavailableAndTellsWhatRuns(WebApplicationType type) throws Exception {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("slow", "slow");
        try (ConfigurableApplicationContext application = start(type, bundles,
                "management.endpoint.polyplug.access=unrestricted", "polyplug.lifecycle.operation-timeout=50ms")) {
            PolyplugRuntime runtime = application.getBean(PolyplugRuntime.class);
            FutureTask<ReloadReport> reload = application.getBean(Pause.class).whileReloading(runtime, "slow");
            try {
                String operation = "\"operation\":\\{\"kind\":\"reload\",\"bundle\":\"slow\",\"step\":\"[^\"]+\","
                        + "\"ageMs\":\\d+,\"stepAgeMs\":\\d+}";
                assertThat(get(application, "", null)).matches("200 .*," + operation + "}");
                for (String state : List.of("reloaded", "rolled-back", "verified")) {
                    assertThat(post(application, state)).matches(
                            "503 \\{\"reason\":\"another operation has been running for \\d+ ms: [^\"]*'slow'[^\"]*"
                                    + ", on a thread\\. Look in [^\"]*\"," + operation + "}");
                }
                assertThat(delete(application)).startsWith("503 ");
                assertThat(post(application, "loaded")).startsWith("409 ");
                assertThat(get(application, "/reload", null)).startsWith("200 ").contains("\"generation\":1,");
                assertThat(application.getBean(InMemoryAuditEventRepository.class).find(null, null, null)).hasSize(5)
                    .allSatisfy((event) -> assertThat(event.getData()).containsEntry("outcome", "failure"));
            }
            finally {
                application.getBean(Pause.class).end();
            }
            assertThat(reload).succeedsWithin(Patience.LONGEST);
            Patience.await()
                .untilAsserted(() -> assertThat(get(application, "", null)).as("the old one is reclaimed")
                    .startsWith("200 ")
                    .doesNotContain("\"operation\""));
            assertThat(post(application, "reloaded")).startsWith("200 ");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void pathsAreShownToWhomTheyMayBe(WebApplicationType type) throws Exception {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("slow", "slow");
        Files.delete(this.folder.resolve("reload/libreload.so"));
        String hidden = "does not exist: polyplug.locations[0]/reload/libreload.so. Build the library";
        String shown = "does not exist: " + this.folder + "/reload/libreload.so. Build the library";
        boolean isUserKnown = type == WebApplicationType.SERVLET;
        for (String show : List.of("never", "when-authorized", "always")) {
            try (ConfigurableApplicationContext application = start(type, bundles, "polyplug.on-load-failure=skip",
                    "management.endpoint.polyplug.show-values=" + show)) {
                assertThat(get(application, "", null)).startsWith("200 ")
                    .contains("\"state\":\"refused\"", show.equals("always") ? shown : hidden);
                assertThat(get(application, "", "ada")).startsWith("200 ")
                    .contains((show.equals("always") || (show.equals("when-authorized") && isUserKnown)) ? shown
                            : hidden);
            }
        }
    }

    private String get(ConfigurableApplicationContext application, String path, @Nullable String user)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(application, path).GET();
        return send((user != null) ? request.header("X-User", user) : request);
    }

    private String post(ConfigurableApplicationContext application, String state)
            throws IOException, InterruptedException {
        return send(request(application, "/reload").header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"state\":\"" + state + "\"}")));
    }

    private String delete(ConfigurableApplicationContext application) throws IOException, InterruptedException {
        return send(request(application, "/reload").DELETE());
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext application, String path) {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/polyplug" + path));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = this.client.send(request.build(), BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    /** Keeps a reload from ending. */
    static class Pause {

        private final CountDownLatch entered = new CountDownLatch(1);

        private final CountDownLatch ended = new CountDownLatch(1);

        private volatile String bundle = "";

        @Bean
        RuntimeBuilderCustomizer pausing() {
            return (builder) -> builder.onReload((phase) -> {
                if (phase instanceof ReloadPhase.Preparing && phase.bundleName().equals(this.bundle)) {
                    this.entered.countDown();
                    Patience.await().until(() -> this.ended.getCount() == 0);
                }
            });
        }

        FutureTask<ReloadReport> whileReloading(PolyplugRuntime runtime, String bundle) throws InterruptedException {
            this.bundle = bundle;
            FutureTask<ReloadReport> reload = new FutureTask<>(() -> runtime.reloadBundle(bundle));
            new Thread(reload, "ada's reload").start();
            assertThat(this.entered.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return reload;
        }

        void end() {
            this.ended.countDown();
        }

    }

    /**
     * A request is of the user that its header names. Boot's endpoints on WebFlux know
     * users of Spring Security only, which is not on this class path.
     */
    @EnableAutoConfiguration(exclude = AuditAutoConfiguration.class)
    @Import(KeptAuditEvents.class)
    static class StatusApplication {

        @Bean
        @ConditionalOnWebApplication(type = Type.SERVLET)
        Filter servletUser() {
            return (request, response, chain) -> {
                String user = ((HttpServletRequest) request).getHeader("X-User");
                chain.doFilter((user != null) ? as(user, (HttpServletRequest) request) : request, response);
            };
        }

        private static HttpServletRequest as(String user, HttpServletRequest request) {
            return new HttpServletRequestWrapper(request) {

                @Override
                public Principal getUserPrincipal() {
                    return () -> user;
                }

            };
        }

    }

}
