package io.polyplug.autoconfigure.rollout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.KeptAuditEvents;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.event.BundleRolloutEvent;
import io.polyplug.rollout.RolloutPhase;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web application that answers with what bundle {@code reload} answers, and what can be
 * asked of it.
 */
final class RolloutApplication implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;

    private RolloutApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static RolloutApplication start(BundleFolder bundles, Class<?> configuration, String... properties) {
        SpringApplication application = new SpringApplicationBuilder(Web.class, configuration)
            .web(WebApplicationType.SERVLET)
            .properties(properties)
            .properties(bundles.property(), "server.port=0", "management.endpoints.web.exposure.include=*",
                    "management.endpoint.polyplug.access=unrestricted",
                    "management.endpoint.health.show-details=always")
            .build();
        return new RolloutApplication(application.run());
    }

    int port() {
        return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    PolyplugRuntime runtime() {
        return this.context.getBean(PolyplugRuntime.class);
    }

    /** Returns the names of the phases so far. */
    List<String> phases() {
        return received().stream().map((phase) -> phase.getClass().getSimpleName()).toList();
    }

    /** Returns those of a bundle. */
    List<String> phasesOf(String bundle) {
        return received().stream()
            .filter((phase) -> phase.rollout().bundleName().equals(bundle))
            .map((phase) -> phase.getClass().getSimpleName())
            .toList();
    }

    List<RolloutPhase> received() {
        return this.context.getBean(Phases.class).received;
    }

    <T extends RolloutPhase> T await(Class<T> type) {
        return Patience.await()
            .until(() -> received().stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null),
                    (phase) -> phase != null);
    }

    /** Returns the data of the audit events of a type. */
    List<Map<String, Object>> audited(String type) {
        return this.context.getBean(AuditEventRepository.class)
            .find(null, null, type)
            .stream()
            .map(AuditEvent::getData)
            .toList();
    }

    /** Asks for the bundle to be brought into a state. */
    String post(String body, int status) {
        return send(HttpRequest.newBuilder(uri("/actuator/polyplug/reload"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)), status);
    }

    String get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return send((headers.length > 0) ? request.headers(headers) : request, 200);
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    private String send(HttpRequest.Builder request, int status) {
        try {
            HttpResponse<String> response = this.client.send(request.build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            return response.body();
        }
        catch (IOException | InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    @Override
    public void close() {
        this.context.close();
    }

    @EnableAutoConfiguration(exclude = AuditAutoConfiguration.class)
    @Import(KeptAuditEvents.class)
    static class Web {

        @Bean
        Phases phases() {
            return new Phases();
        }

        @Bean
        AnswerController answerController(Answer answer) {
            return new AnswerController(answer);
        }

        /** Believes whoever says who they are. */
        @Bean
        Filter credulousFilter() {
            return (request, response, chain) -> chain.doFilter(new Believed((HttpServletRequest) request), response);
        }

    }

    static class Nothing {

    }

    static class Phases {

        private final List<RolloutPhase> received = new CopyOnWriteArrayList<>();

        @EventListener
        void on(BundleRolloutEvent event) {
            this.received.add(event.phase());
        }

    }

    @RestController
    static class AnswerController {

        private final Answer answer;

        AnswerController(Answer answer) {
            this.answer = answer;
        }

        @GetMapping("/answer")
        int answer() {
            return this.answer.answer();
        }

    }

    /** A request of the user that its header names, who is a tester if called so. */
    private static final class Believed extends HttpServletRequestWrapper {

        private Believed(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getRemoteUser() {
            return getHeader("X-User");
        }

        @Override
        public @Nullable Principal getUserPrincipal() {
            String user = getRemoteUser();
            return (user != null) ? () -> user : null;
        }

        @Override
        public boolean isUserInRole(String role) {
            return role.equalsIgnoreCase(getRemoteUser());
        }

    }

}
