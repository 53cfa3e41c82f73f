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
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.app.Reload;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page with requests, which are sent in their order and answered as the page says, but
 * for times, digests and counts. What is put into the folder in between, and how often
 * bundle {@code reload} is called, stands in the page's comments.
 */
final class HttpPage {

    /** A comment, or a request with its answer. */
    private static final Pattern STEP = Pattern.compile("<!-- folder: (?<folder>.*) -->|<!-- calls: (?<calls>\\d+) -->"
            + "|```http\n(?<method>[A-Z]+) (?<path>\\S+)\n(?<body>[^\n]*)\n*\n(?<status>\\d+)\n(?<answer>(?s:.*?))```");

    private static final List<String> VOLATILE = List.of("durationMs", "ageMs", "stepAgeMs", "at", "since",
            "activatedAt", "startedAt", "digest", "backend", "revision", "retiredGenerations", "calls", "medianMs",
            "percentile99Ms", "equal", "different");

    private final JsonMapper json = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();

    private final Path page;

    HttpPage(String name) {
        this.page = Path.of("..", "docs", name);
    }

    /** Sends the requests to an application, and returns how many there are. */
    int send(WebApplicationType type, BundleFolder bundles) throws Exception {
        int asked = 0;
        try (ConfigurableApplicationContext application = start(type, bundles)) {
            var steps = STEP.matcher(Files.readString(this.page));
            while (steps.find()) {
                if (steps.group("folder") != null) {
                    bundles.with(steps.group("folder"), "reload");
                    continue;
                }
                if (steps.group("calls") != null) {
                    call(application.getBean(PolyplugRuntime.class), Integer.parseInt(steps.group("calls")));
                    continue;
                }
                String request = steps.group("method") + " " + steps.group("path") + " " + steps.group("body");
                HttpResponse<String> response = send(application, steps.group("method"), steps.group("path"),
                        steps.group("body"));
                assertThat(response.statusCode()).as(request + ": " + response.body())
                    .isEqualTo(Integer.parseInt(steps.group("status")));
                assertThat(steady(this.json.readTree(response.body()))).as(request + ": " + response.body())
                    .isEqualTo(steady(this.json.readTree(steps.group("answer"))));
                asked++;
            }
        }
        return asked;
    }

    private static ConfigurableApplicationContext start(WebApplicationType type, BundleFolder bundles) {
        return new SpringApplicationBuilder(Plain.class).web(type)
            .properties(bundles.property(), "server.port=0", "management.endpoints.web.exposure.include=polyplug",
                    "management.endpoint.polyplug.access=unrestricted")
            .run();
    }

    private static void call(PolyplugRuntime runtime, int times) {
        Reload reload = runtime.contract(Reload.class);
        for (int i = 0; i < times; i++) {
            reload.answer();
        }
    }

    private HttpResponse<String> send(ConfigurableApplicationContext application, String method, String path,
            String body) throws IOException, InterruptedException {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Content-Type", "application/json")
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
        return this.client.send(request, BodyHandlers.ofString());
    }

    /** Of what differs each time, its kind is left. */
    private static String steady(JsonNode node) {
        if (node.isObject()) {
            return node.properties()
                .stream()
                .map((field) -> field.getKey() + "="
                        + (VOLATILE.contains(field.getKey()) ? field.getValue().getNodeType()
                                : steady(field.getValue())))
                .collect(Collectors.joining(",\n", "{", "}"));
        }
        if (node.isArray()) {
            return node.valueStream().map(HttpPage::steady).collect(Collectors.joining(", ", "[", "]"));
        }
        return node.toString();
    }

    @EnableAutoConfiguration
    static class Plain {

    }

}
