package io.polyplug.autoconfigure.scrape;

import java.io.File;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import io.polyplug.autoconfigure.Patience;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A real Prometheus scrapes the application and answers the dashboard's queries. Only
 * where command {@code prometheus} is on the path.
 */
class PrometheusTests {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    @DisplayName("Prometheus answers each query of the dashboard with a number")
    void everyQueryHasAnAnswer(@TempDir Path folder) throws Exception {
        Optional<Path> command = command();
        assumeTrue(command.isPresent(), "There is no command 'prometheus' on the path: the queries of the dashboard are"
                + " not run. Install Prometheus to run them");
        try (ScrapedApplication application = new ScrapedApplication(folder.resolve("bundles"))) {
            int port = freePort();
            Process prometheus = start(command.get(), folder, port, application.port());
            try {
                Patience.await().ignoreException(ConnectException.class).untilAsserted(() -> {
                    application.work();
                    for (String query : Dashboard.queries("30s")) {
                        assertAnswered(port, query);
                    }
                });
            }
            finally {
                prometheus.destroy();
                prometheus.waitFor();
            }
        }
    }

    private static Optional<Path> command() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map((folder) -> Path.of(folder, "prometheus"))
            .filter(Files::isExecutable)
            .findFirst();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process start(Path command, Path folder, int port, int application) throws Exception {
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                scrape_configs:
                  - job_name: application
                    metrics_path: /actuator/prometheus
                    static_configs:
                      - targets: ["localhost:%d"]
                """.formatted(application));
        return new ProcessBuilder(command.toString(), "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    }

    private void assertAnswered(int port, String query) throws Exception {
        HttpResponse<String> response = this.client.send(HttpRequest.newBuilder(URI.create(
                "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
            .build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s: %s", query, response.body()).isEqualTo(200);
        JsonNode answer = JsonMapper.shared().readTree(response.body());
        assertThat(answer.required("status").asString()).as("%s: %s", query, answer).isEqualTo("success");
        JsonNode result = answer.required("data").required("result");
        assertThat(result).as(query).isNotEmpty();
        assertThat(result).as(query)
            .anySatisfy((each) -> assertThat(each.required("value").get(1).asString()).isNotEqualTo("NaN"));
    }

}
