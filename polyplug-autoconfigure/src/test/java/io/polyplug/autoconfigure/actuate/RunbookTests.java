package io.polyplug.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.HeldCall;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.library.Slow;
import io.polyplug.error.GuestCallException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The requests of the runbook are sent, in their order, and answered as it says. What has
 * happened before stands in the page's comments.
 */
class RunbookTests {

    private static final Path PAGE = Path.of("..", "docs", "operations.md");

    /** Anything, or in an object: anything else. */
    private static final String ANY = "…";

    /** A comment, or a request with its answer. */
    private static final Pattern STEP = Pattern.compile("<!-- (?<event>.*) -->"
            + "|```http\n(?<method>[A-Z]+) (?<path>\\S+)\n(?<body>[^\n]*)\n*\n(?<status>\\d+)\n(?<answer>(?s:.*?))```");

    private static final Pattern NEW_BUILD = Pattern.compile("the folder of (?<bundle>\\S+) holds (?<build>\\S+)");

    private final JsonMapper json = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private @Nullable HeldCall heldCall;

    private @Nullable Thread loading;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void answersAreThoseOfThePage(WebApplicationType type) throws Exception {
        BundleFolder bundles = bundles().with("reload-v1", "reload").with("slow", "slow");
        int asked = 0;
        try (ConfigurableApplicationContext application = start(type, bundles)) {
            Matcher steps = STEP.matcher(runbook());
            while (steps.find()) {
                if (steps.group("event") != null) {
                    happen(steps.group("event"), application);
                }
                else {
                    assertAnswer(application, steps);
                    asked++;
                }
            }
        }
        assertThat(asked).isGreaterThanOrEqualTo(15);
    }

    private static String runbook() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("\n## Runbook");
        return page.substring(start, page.indexOf("\n## ", start + 1));
    }

    private static ConfigurableApplicationContext start(WebApplicationType type, BundleFolder bundles) {
        return new SpringApplicationBuilder(Plain.class).web(type)
            .properties(bundles.property(), "server.port=0",
                    "management.endpoints.web.exposure.include=health,polyplug,prometheus",
                    "management.endpoint.polyplug.access=unrestricted",
                    "management.endpoint.health.show-details=always", "polyplug.bundles.reload.required=true",
                    "polyplug.health.stuck-call-threshold=0s", "polyplug.lifecycle.slow-operation-threshold=50ms",
                    "polyplug.lifecycle.operation-timeout=1s", "polyplug.health.error-ratio-window=1h")
            .run();
    }

    private BundleFolder bundles() {
        return new BundleFolder(this.folder.resolve("bundles"));
    }

    private Path release() {
        return this.folder.resolve("release");
    }

    private void happen(String event, ConfigurableApplicationContext application) throws IOException {
        PolyplugRuntime runtime = application.getBean(PolyplugRuntime.class);
        Matcher build = NEW_BUILD.matcher(event);
        if (build.matches()) {
            bundles().with(build.group("build"), build.group("bundle"));
            return;
        }
        switch (event) {
            case "reload is unloaded" -> runtime.unloadBundle("reload");
            case "a call of slow does not return, and slow is reloaded" -> {
                this.heldCall = HeldCall.of(runtime.contract(Slow.class));
                bundles().with("slow-v2", "slow");
                runtime.reloadBundle("slow");
            }
            case "the call of slow returns" -> returnCall();
            case "polyplug_init of hanging does not return" -> hang(runtime);
            case "polyplug_init of hanging returns" -> release(this.loading);
            case "ten calls of failing end with an error" -> fail(runtime);
            case "somebody closes the runtime" -> runtime.close();
            default -> throw new AssertionError("Nobody knows how to make this happen: " + event);
        }
    }

    private void hang(PolyplugRuntime runtime) throws IOException {
        bundles().with("hanging", "hanging");
        Path bundle = bundles().path().resolve("hanging");
        Files.writeString(bundle.resolve("hangs"), "init\n" + release() + "\n");
        this.loading = new Thread(() -> runtime.loadBundle(bundle), "loading");
        this.loading.start();
        Patience.await().until(() -> Files.exists(Path.of(release() + ".reached")));
    }

    private void release(@Nullable Thread waiting) throws IOException {
        Files.writeString(release(), "");
        if (waiting != null) {
            Patience.await().until(() -> !waiting.isAlive());
        }
    }

    private static void fail(PolyplugRuntime runtime) {
        runtime.loadBundle(InProcessBundle.of("failing", "1.0.0").provide(Reload.class, () -> {
            throw new GuestCallException(300, "no paper", "unused", null);
        }));
        Reload failing = runtime.contract(Reload.class, "failing");
        for (int i = 0; i < 10; i++) {
            assertThatExceptionOfType(GuestCallException.class).isThrownBy(failing::answer);
        }
    }

    private void returnCall() {
        HeldCall held = this.heldCall;
        if (held != null) {
            this.heldCall = null;
            held.close();
        }
    }

    /** Whatever hangs when a test fails would hang for ever. */
    @AfterEach
    void letGo() throws IOException {
        returnCall();
        release(null);
    }

    /** What the page shows comes in a moment. */
    private void assertAnswer(ConfigurableApplicationContext application, Matcher step) {
        String request = step.group("method") + " " + step.group("path") + " " + step.group("body");
        String wanted = step.group("answer").strip();
        String method = step.group("method");
        URI uri = URI.create("http://localhost:" + application.getEnvironment().getProperty("local.server.port")
                + step.group("path"));
        String body = step.group("body");
        int status = Integer.parseInt(step.group("status"));
        if (method.equals("GET")) {
            Patience.await().untilAsserted(() -> assertAnswer(request, send(method, uri, body), status, wanted));
        }
        else {
            assertAnswer(request, send(method, uri, body), status, wanted);
        }
    }

    private void assertAnswer(String request, HttpResponse<String> response, int status, String wanted) {
        assertThat(response.statusCode()).as(request + ": " + response.body()).isEqualTo(status);
        boolean matches = wanted.startsWith("{")
                ? matches(this.json.readTree(response.body()), this.json.readTree(wanted))
                : matches(response.body(), wanted);
        assertThat(matches).as("%s is answered by %s and not as the page has it: %s", request, response.body(), wanted)
            .isTrue();
    }

    private HttpResponse<String> send(String method, URI uri, String body) {
        try {
            return this.client.send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build(), BodyHandlers.ofString());
        }
        catch (IOException | InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    private static boolean matches(@Nullable JsonNode answer, JsonNode wanted) {
        if (answer == null) {
            return false;
        }
        if (wanted.isString()) {
            String text = wanted.stringValue();
            return text.equals(ANY) || (answer.isString() && matches(answer.stringValue(), text));
        }
        if (wanted.isObject()) {
            boolean more = wanted.has(ANY);
            return answer.isObject() && (more || answer.size() == wanted.size()) && wanted.properties()
                .stream()
                .allMatch(
                        (field) -> field.getKey().equals(ANY) || matches(answer.get(field.getKey()), field.getValue()));
        }
        if (wanted.isArray()) {
            return answer.size() == wanted.size() && IntStream.range(0, wanted.size())
                .allMatch((index) -> matches(answer.get(index), wanted.get(index)));
        }
        return answer.equals(wanted);
    }

    private static boolean matches(String answer, String wanted) {
        return answer
            .matches(Arrays.stream(wanted.split(ANY, -1)).map(Pattern::quote).collect(Collectors.joining("(?s:.*)")));
    }

    @EnableAutoConfiguration
    static class Plain {

    }

}
