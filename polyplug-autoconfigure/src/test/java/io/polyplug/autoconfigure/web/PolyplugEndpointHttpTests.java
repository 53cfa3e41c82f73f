package io.polyplug.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.ExpectedBackend;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.web.AnswerApplication.Phases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint over HTTP, in a servlet application that serves requests meanwhile. Each
 * test begins with version 1 of the bundle serving. Subclasses ask the same of other
 * servers.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = { "management.endpoints.web.exposure.include=*",
                "management.endpoint.polyplug.access=unrestricted", "management.endpoint.health.show-details=always" })
class PolyplugEndpointHttpTests {

    @TempDir
    private static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    private PolyplugRuntime runtime;

    @Autowired
    private Phases phases;

    @Autowired
    private InMemoryAuditEventRepository audit;

    @LocalServerPort
    private int port;

    private RestTestClient client;

    private BundleFolder bundles;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        new BundleFolder(folder).with("reload-v1", "reload");
        registry.add("polyplug.locations", folder::toString);
    }

    @BeforeEach
    void connect() {
        this.client = RestTestClient.bindToServer(new JdkClientHttpRequestFactory(this.http))
            .baseUrl("http://localhost:" + this.port)
            .build();
    }

    @BeforeEach
    void serveVersion1() {
        this.bundles = new BundleFolder(folder).with("reload-v1", "reload");
        if (this.runtime.bundle("reload").isPresent()) {
            this.runtime.reloadBundle("reload");
        }
        else {
            this.runtime.loadBundle(folder.resolve("reload"));
        }
        assertThat(this.runtime.awaitReclamation(Patience.LONGEST)).isTrue();
        this.phases.clear();
    }

    @Test
    void runtimeAndItsBundlesAreListed() {
        String body = text(HttpMethod.GET, "/actuator/polyplug", HttpStatus.OK);
        assertThat(body).matches("\\{\"backend\":\"" + ExpectedBackend.name()
                + "\",\"hotReload\":true,\"revision\":\\d+,\"bundles\":\\[\\{\"name\":\"reload\",\"version\":\"1.0.0\","
                + "\"generation\":" + generation()
                + ",\"contracts\":\\[\"reload.test@1\"],\"digest\":\"[0-9a-f]{12}\",\"activatedAt\":\"[^\"]+\"}],"
                + "\"retiredGenerations\":0,\"available\":\\[.*]}");
    }

    @Test
    void oneBundleIsDescribed() {
        post("reload", Map.of("state", "reloaded"), HttpStatus.OK);
        Patience.await()
            .untilAsserted(() -> assertThat(text(HttpMethod.GET, "/actuator/polyplug/reload", HttpStatus.OK))
                .matches("\\{\"name\":\"reload\",\"version\":\"1.0.0\",\"generation\":" + generation()
                        + ",\"contracts\":\\[\\{\"name\":\"reload.test@1\",\"id\":\"[0-9a-f]{16}\","
                        + "\"version\":\"1.0.0\",\"functions\":1,\"providers\":\\[\"reload\"]}],\"dependencies\":\\[],"
                        + "\"generations\":\\[\\{\"generation\":" + generation()
                        + ",\"state\":\"active\",\"holders\":\\[]}],\"lastReload\":\\{\"outcome\":\"reloaded\","
                        + "\"at\":\"[^\"]+\",\"durationMs\":[0-9.]+},"
                        + "\"digest\":\"[0-9a-f]{64}\",\"activatedAt\":\"[^\"]+\"}"));
    }

    @Test
    void reloadAnswersWhenTheNewVersionServes() {
        long before = generation();
        long after = before + 1;
        this.bundles.with("reload-v2", "reload");
        String body = post("reload", Map.of("state", "reloaded"), HttpStatus.OK);
        assertThat(body).matches("\\{\"outcome\":\"reloaded\",\"previousVersion\":\"1.0.0\",\"version\":\"1.1.0\","
                + "\"generation\":" + after + ",\"durationMs\":[0-9.]+,\"cascaded\":\\[]}");
        assertThat(text(HttpMethod.GET, "/answer", HttpStatus.OK)).isEqualTo("200");
        Patience.await()
            .untilAsserted(() -> assertThat(this.phases.since(before)).contains("Reclaimed " + before)
                .containsSubsequence("Preparing " + after, "Reloaded " + after)
                .hasSize(3));
    }

    @Test
    void noRequestFailsWhileBundlesAreReloaded() {
        try (Requests requests = new Requests(this.port, 4)) {
            for (int round = 0; round < 20; round++) {
                requests.awaitMore();
                boolean second = round % 2 == 0;
                this.bundles.with(second ? "reload-v2" : "reload-v1", "reload");
                post("reload", Map.of("state", "reloaded"), HttpStatus.OK);
                assertThat(text(HttpMethod.GET, "/answer", HttpStatus.OK)).isEqualTo(second ? "200" : "100");
            }
        }
    }

    @Test
    void rollbackBringsBackWhatRanBefore() {
        this.bundles.with("reload-v2", "reload");
        post("reload", Map.of("state", "reloaded"), HttpStatus.OK);
        long generation = generation();
        String body = post("reload", Map.of("state", "rolled-back"), HttpStatus.OK);
        assertThat(body).startsWith("{\"outcome\":\"rolled-back\",\"previousVersion\":\"1.1.0\",\"version\":\"1.0.0\"")
            .contains("\"generation\":" + (generation + 1));
        assertThat(text(HttpMethod.GET, "/actuator/polyplug/reload", HttpStatus.OK))
            .contains("\"lastReload\":{\"outcome\":\"rolled-back\",\"at\":");
        assertThat(text(HttpMethod.GET, "/answer", HttpStatus.OK)).isEqualTo("100");
    }

    @Test
    void refusedReloadIsAConflictThatTellsTheReasonAndWhatServes() {
        long generation = generation();
        this.bundles.with("reload-init-fails", "reload");
        String body = post("reload", Map.of("state", "reloaded"), HttpStatus.CONFLICT);
        assertThat(body).startsWith("{\"outcome\":\"failed\",\"reason\":\"")
            .contains("the licence file is missing")
            .endsWith(",\"serving\":{\"version\":\"1.0.0\",\"generation\":" + generation + "}}");
        assertThat(text(HttpMethod.GET, "/answer", HttpStatus.OK)).isEqualTo("100");
        assertThat(this.phases.since(generation + 1)).containsExactly("Preparing " + (generation + 1),
                "Failed " + (generation + 1));
        assertThat(text(HttpMethod.GET, "/actuator/polyplug/reload", HttpStatus.OK))
            .contains("\"lastReload\":{\"outcome\":\"failed\",\"reason\":\"");
        assertThat(text(HttpMethod.GET, "/actuator/health", HttpStatus.OK)).contains("\"failedReloads\"");
    }

    @Test
    void reasonSaysEachThingOnce() throws IOException {
        Path library = folder.resolve("reload").resolve("libreload.so");
        Files.delete(library);
        String reason = "\"reason\":\"its manifest names the library 'libreload.so', which does not exist:"
                + " polyplug.locations[0]/reload/libreload.so. Build the library, or correct 'file' in the manifest\"";
        assertThat(post("reload", Map.of("state", "reloaded"), HttpStatus.CONFLICT))
            .isEqualTo("{\"outcome\":\"failed\"," + reason + ",\"serving\":{\"version\":\"1.0.0\",\"generation\":"
                    + generation() + "}}");
        assertThat(text(HttpMethod.GET, "/actuator/polyplug/reload", HttpStatus.OK))
            .contains("\"lastReload\":{\"outcome\":\"failed\"," + reason + ",");
        this.runtime.unloadBundle("reload");
        this.bundles.with("reload-v1", "reload");
        this.runtime.loadBundle(folder.resolve("reload"));
        assertThat(post("reload", Map.of("state", "rolled-back"), HttpStatus.CONFLICT))
            .startsWith("{\"outcome\":\"failed\",\"reason\":\"nothing ran before generation " + generation()
                    + ". Reload it instead\",");
    }

    @Test
    void unknownBundleIsNotFoundAndTheAnswerSaysSo() {
        String reason = "{\"reason\":\"No bundle 'none' is loaded. None lies in a configured folder either: take the name"
                + " of one that is loaded or available\",\"loaded\":[\"reload\"],\"available\":[";
        assertThat(text(HttpMethod.GET, "/actuator/polyplug/none", HttpStatus.NOT_FOUND)).startsWith(reason);
        for (String state : List.of("reloaded", "rolled-back", "loaded", "verified")) {
            assertThat(post("none", Map.of("state", state), HttpStatus.NOT_FOUND)).startsWith(reason);
        }
        assertThat(text(HttpMethod.DELETE, "/actuator/polyplug/none", HttpStatus.NOT_FOUND)).startsWith(reason);
    }

    @Test
    void unloadedBundleIsListedAndLoadedByName() {
        text(HttpMethod.DELETE, "/actuator/polyplug/reload", HttpStatus.OK);
        assertThat(text(HttpMethod.GET, "/actuator/polyplug", HttpStatus.OK)).containsPattern(
                "\"available\":\\[.*\\{\"name\":\"reload\",\"version\":\"1.0.0\",\"state\":\"unloaded\",\"since\":\"[^\"]+\"}");
        assertThat(text(HttpMethod.GET, "/actuator/polyplug/reload", HttpStatus.NOT_FOUND))
            .contains("the state 'loaded' loads it");
        assertThat(post("reload", Map.of("state", "loaded"), HttpStatus.OK)).matches(
                "\\{\"outcome\":\"loaded\",\"version\":\"1.0.0\",\"generation\":\\d+,\"digest\":\"[0-9a-f]{64}\"}");
        assertThat(text(HttpMethod.GET, "/answer", HttpStatus.OK)).isEqualTo("100");
        assertThat(post("reload", Map.of("state", "loaded"), HttpStatus.CONFLICT))
            .startsWith("{\"outcome\":\"failed\",\"reason\":\"it is loaded already.")
            .contains("\"serving\":{\"version\":\"1.0.0\"");
    }

    @Test
    void verificationPublishesNothing() {
        long generation = generation();
        this.bundles.with("reload-v2", "reload");
        assertThat(post("reload", Map.of("state", "verified"), HttpStatus.OK))
            .matches("\\{\"outcome\":\"verified\",\"version\":\"1.1.0\",\"digest\":\"[0-9a-f]{64}\","
                    + "\"serves\":false,\"contracts\":\\[\"reload.test@1\"],\"durationMs\":[0-9.]+}");
        this.bundles.with("reload-init-fails", "reload");
        assertThat(post("reload", Map.of("state", "verified"), HttpStatus.CONFLICT))
            .contains("the licence file is missing")
            .endsWith(",\"serving\":{\"version\":\"1.0.0\",\"generation\":" + generation + "}}");
        assertThat(text(HttpMethod.GET, "/answer", HttpStatus.OK)).isEqualTo("100");
    }

    @Test
    void unknownStateIsABadRequestThatTellsTheStates() {
        assertThat(post("reload", Map.of("state", "active"), HttpStatus.BAD_REQUEST)).contains(
                "\"allowed\":[\"reloaded\",\"rolled-back\",\"loaded\",\"verified\",\"canary\",\"shadow\",\"promoted\",\"abandoned\"]");
        assertThat(post("reload", Map.of(), HttpStatus.BAD_REQUEST)).contains(
                "\"allowed\":[\"reloaded\",\"rolled-back\",\"loaded\",\"verified\",\"canary\",\"shadow\",\"promoted\",\"abandoned\"]");
    }

    @Test
    void pathInTheRequestIsNotLookedAt(@TempDir Path other) {
        new BundleFolder(other).with("reload-v2", "reload");
        post("reload", Map.of("state", "reloaded", "path", other + "/reload"), HttpStatus.OK);
        assertThat(text(HttpMethod.GET, "/answer", HttpStatus.OK)).isEqualTo("100");
    }

    @Test
    void bundleThatOthersDependOnIsUnloadedWithThemOnly() {
        new BundleFolder(folder).with("consumer", "consumer");
        this.runtime.loadBundle(folder.resolve("consumer"));
        assertThat(text(HttpMethod.DELETE, "/actuator/polyplug/reload", HttpStatus.CONFLICT))
            .startsWith(
                    "{\"outcome\":\"failed\",\"reason\":\"bundles [consumer] depend on contracts that only it provides."
                            + " Unload them first, or cascade\"")
            .endsWith(",\"serving\":{\"version\":\"1.0.0\",\"generation\":" + generation() + "}}");
        assertThat(text(HttpMethod.GET, "/answer", HttpStatus.OK)).isEqualTo("100");
        assertThat(text(HttpMethod.DELETE, "/actuator/polyplug/reload?cascade=true", HttpStatus.OK))
            .isEqualTo("{\"unloaded\":[\"consumer\",\"reload\"]}");
        assertThat(text(HttpMethod.GET, "/actuator/polyplug", HttpStatus.OK)).contains("\"bundles\":[]");
    }

    @Test
    void unloadedBundleIsGone() {
        long generation = generation();
        assertThat(text(HttpMethod.DELETE, "/actuator/polyplug/reload?cascade=false", HttpStatus.OK))
            .isEqualTo("{\"unloaded\":[\"reload\"]}");
        text(HttpMethod.GET, "/actuator/polyplug/reload", HttpStatus.NOT_FOUND);
        assertThat(text(HttpMethod.GET, "/actuator/polyplug", HttpStatus.OK)).contains("\"bundles\":[]");
        Patience.await()
            .untilAsserted(() -> assertThat(this.phases.since(generation)).containsExactly("Unloading " + generation,
                    "Reclaimed " + generation));
    }

    @Test
    void writesAreAudited() {
        int before = audited().size();
        post("reload", Map.of("state", "reloaded"), HttpStatus.OK);
        post("reload", Map.of("state", "rolled-back"), HttpStatus.OK);
        text(HttpMethod.DELETE, "/actuator/polyplug/reload", HttpStatus.OK);
        assertThat(audited().subList(before, audited().size())).containsExactly("POLYPLUG_RELOAD", "POLYPLUG_ROLLBACK",
                "POLYPLUG_UNLOAD");
    }

    private List<String> audited() {
        return this.audit.find(null, null, null)
            .stream()
            .map(AuditEvent::getType)
            .filter((type) -> type.startsWith("POLYPLUG"))
            .toList();
    }

    private long generation() {
        return this.runtime.bundle("reload").orElseThrow().generation();
    }

    String text(HttpMethod method, String uri, HttpStatus status) {
        return text(this.client.method(method).uri(uri).exchange().expectStatus().isEqualTo(status).expectBody());
    }

    private String post(String bundle, Map<String, String> body, HttpStatus status) {
        return text(this.client.post()
            .uri("/actuator/polyplug/" + bundle)
            .contentType(MediaType.APPLICATION_JSON)
            .body(body)
            .exchange()
            .expectStatus()
            .isEqualTo(status)
            .expectBody());
    }

    private static String text(BodyContentSpec body) {
        byte[] content = body.returnResult().getResponseBodyContent();
        return (content != null) ? new String(content, StandardCharsets.UTF_8) : "";
    }

}
