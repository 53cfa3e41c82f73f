package io.polyplug.fleet.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.fleet.application.FleetApplication;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An instance of the application, in a process of its own and with its own folder.
 */
final class Instance implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String name;

    private final Path folder;

    private final List<String> broker;

    private @Nullable ChildProcess process;

    Instance(String name, Path folder, List<String> broker) {
        this.name = name;
        this.folder = folder;
        this.broker = broker;
    }

    String name() {
        return this.name;
    }

    /** Puts a build into the instance's folder, as its image or its volume would. */
    void deploy(String build) {
        NativeFixtures.copyTo(build, this.folder.resolve("plugins").resolve("reload"));
    }

    void start() {
        try {
            Files.deleteIfExists(portFile());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        List<String> arguments = new ArrayList<>(List.of("port-file=" + portFile(), "hold-file=" + holdFile(),
                "server.port=0", "spring.cloud.bus.id=" + this.name,
                "polyplug.locations=" + this.folder.resolve("plugins"),
                "polyplug.work-directory=" + this.folder.resolve("work"), "polyplug.hot-reload.enabled=true",
                "polyplug.fleet.heartbeat=5s", "polyplug.fleet.missing-after=6", "polyplug.fleet.catch-up-interval=5s",
                "management.endpoints.web.exposure.include=polyplugfleet",
                "management.endpoint.polyplugfleet.access=unrestricted"));
        arguments.addAll(this.broker);
        this.process = ChildProcess.java(this.folder.resolve("output.txt"), FleetApplication.class.getName(),
                arguments.stream().map((each) -> "--" + each).toList());
    }

    void awaitStart() {
        Awaitility.await(this.name)
            .atMost(PATIENCE)
            .failFast("it ended", () -> !process().process().isAlive())
            .until(() -> Files.exists(portFile()));
    }

    private Path portFile() {
        return this.folder.resolve("port");
    }

    private Path holdFile() {
        return this.folder.resolve("hold");
    }

    /** Has the next reload wait when it has begun. */
    void hold() {
        try {
            Files.createFile(holdFile());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    boolean isHeld() {
        return Files.exists(FleetApplication.held(holdFile()));
    }

    void release() {
        try {
            Files.delete(holdFile());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    ChildProcess process() {
        return java.util.Objects.requireNonNull(this.process);
    }

    String told() {
        return (this.process != null) ? this.process.told() : "not started";
    }

    JsonNode fleet() {
        return send(request("/actuator/polyplug-fleet").GET()).body();
    }

    /** Returns what the bundle's function answers to a user of the application. */
    int answer() {
        return send(request("/answer").GET()).body().asInt();
    }

    Answer command(String body) {
        return send(request("/actuator/polyplug-fleet/reload").header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create("http://localhost:" + Files.readString(portFile()) + path))
                .timeout(Duration.ofSeconds(60));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Returns the last command when it has ended. */
    JsonNode ended() {
        return Awaitility.await("the end of the command")
            .atMost(PATIENCE)
            .until(() -> fleet().at("/commands/0"), (command) -> !command.at("/outcome").asString().equals("running"));
    }

    /** Returns a command that this instance coordinates. */
    JsonNode commanded(String id) {
        return StreamSupport.stream(fleet().at("/commands").spliterator(), false)
            .filter((each) -> each.at("/id").asString().equals(id))
            .findFirst()
            .orElseThrow();
    }

    /** Returns what this instance shows of another one's bundle. */
    JsonNode shown(String other) {
        return StreamSupport.stream(fleet().at("/instances").spliterator(), false)
            .filter((each) -> each.at("/instance").asString().equals(other))
            .findFirst()
            .orElse(JSON.nullNode());
    }

    @Override
    public void close() {
        if (this.process != null) {
            this.process.close();
        }
    }

    /**
     * An answer of the endpoint.
     *
     * @param status its status
     * @param body what it says
     */
    record Answer(int status, JsonNode body) {
    }

}
