package io.polyplug.fleet.bus;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.fleet.message.Ending;
import io.polyplug.fleet.message.FleetMessage;
import io.polyplug.fleet.message.Order;
import io.polyplug.fleet.message.Presence;
import io.polyplug.fleet.message.Served;
import io.polyplug.rollout.RolloutSettings;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.bus.BusBridge;
import org.springframework.cloud.bus.event.RemoteApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint of an instance over HTTP, and what it makes of messages of others, which
 * arrive as the bus reads them. What it sends is kept, and carried to nobody.
 */
@ExtendWith(OutputCaptureExtension.class)
class FleetEndpointTests {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final JsonMapper JSON = JsonMapper.builder()
        .registerSubtypes(new NamedType(FleetRemoteApplicationEvent.class, "FleetRemoteApplicationEvent"))
        .build();

    @TempDir
    private Path folder;

    private @Nullable ConfigurableApplicationContext application;

    @AfterEach
    void close() {
        if (this.application != null) {
            this.application.close();
        }
    }

    private ConfigurableApplicationContext start(String... properties) {
        deploy("reload-v1");
        ConfigurableApplicationContext started = new SpringApplicationBuilder(Application.class).run(Stream
            .concat(Stream.of("server.port=0", "spring.cloud.bus.id=app:1", "polyplug.hot-reload.enabled=true",
                    "polyplug.locations=" + this.folder.resolve("plugins"),
                    "polyplug.work-directory=" + this.folder.resolve("work"),
                    "management.endpoints.web.exposure.include=polyplugfleet"), Stream.of(properties))
            .map((property) -> "--" + property)
            .toArray(String[]::new));
        this.application = started;
        return started;
    }

    private void deploy(String build) {
        NativeFixtures.copyTo(build, this.folder.resolve("plugins").resolve("reload"));
    }

    private HttpResponse<String> send(String path, @Nullable String body) throws Exception {
        HttpRequest.Builder request = request("/actuator/polyplug-fleet" + path);
        if (body != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String port = this.application.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).timeout(PATIENCE);
    }

    private JsonNode fleet() throws Exception {
        HttpResponse<String> answer = send("", null);
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private JsonNode awaitFleet(Predicate<JsonNode> condition) {
        return Awaitility.await().atMost(PATIENCE).until(this::fleet, condition);
    }

    /** Has the instance hear what another one of this version says. */
    private void hear(String origin, FleetMessage message) {
        hear(JSON.writeValueAsString(new FleetRemoteApplicationEvent(this, origin, message)));
    }

    private void hear(String json) {
        this.application.publishEvent(JSON.readValue(json, FleetRemoteApplicationEvent.class));
    }

    private static Presence presence(String instance) {
        return new Presence(instance, false, false,
                List.of(new Served("reload", "1.0.0", 1, "1f6f", 1_772_000_000_000L, null, null)), List.of());
    }

    @Test
    void fleetIsSeenAndNotCommandedUnlessThatIsAllowed() throws Exception {
        ConfigurableApplicationContext started = start();
        deploy("reload-v2");
        assertThat(send("/reload", "{\"state\":\"reloaded\"}").statusCode()).isEqualTo(404);
        assertThat(fleet().at("/commands")).isEmpty();
        assertThat(fleet().at("/instances/0/bundles/0/version").asString()).isEqualTo("1.0.0");
        assertThat(started.getBean(Sent.class).messages()).noneMatch(Order.class::isInstance);
    }

    @Test
    void commandIsTakenWhereThatIsAllowed() throws Exception {
        ConfigurableApplicationContext started = start("management.endpoint.polyplugfleet.access=unrestricted");
        deploy("reload-v2");
        HttpResponse<String> answer = send("/reload", "{\"state\":\"reloaded\"}");
        assertThat(answer.statusCode()).isEqualTo(202);
        awaitFleet((fleet) -> fleet.at("/commands/0/outcome").asString().equals("succeeded"));
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> started.getBean(Sent.class).messages().anyMatch(Ending.class::isInstance));
    }

    @Test
    void answerIsThatOfThePage() throws Exception {
        start("management.endpoint.polyplugfleet.access=unrestricted", "polyplug.fleet.heartbeat=200ms",
                "polyplug.fleet.missing-after=1");
        hear("app:3", presence("app:3"));
        awaitFleet((fleet) -> fleet.at("/instances/1/missingSince").isString());
        deploy("reload-v2");
        JsonNode begun = JSON.readTree(send("/reload", "{\"state\":\"reloaded\"}").body());
        assertThat(begun.at("/missing/0").asString()).isEqualTo("app:3");
        JsonNode fleet = awaitFleet((each) -> each.at("/instances/1/bundles/0/differs").isString());
        JsonNode page = page();
        Predicate<String> ofCommands = (field) -> field.startsWith("commands[].");
        assertThat(fields(fleet, ofCommands.negate())).isEqualTo(fields(page, ofCommands.negate()));
        assertThat(fields(fleet, ofCommands)).containsAll(fields(page, ofCommands));
        assertThat(fleet.at("/instances/1/bundles/0/differs").asString())
            .matches(Pattern.quote(page.at("/instances/1/bundles/0/differs").asString())
                .replace("9b04…", "\\E[0-9a-f]{64}\\Q")
                .replace("4b2ef3a4-…", "\\E[0-9a-f-]{36}\\Q"));
    }

    @Test
    void outcomeIsTheLastReloadOfTheEndpointOverOneRolloutAfterTheOther() throws Exception {
        ConfigurableApplicationContext started = start("management.endpoint.polyplugfleet.access=unrestricted",
                "management.endpoints.web.exposure.include=polyplugfleet, polyplug");
        assertOutcomeIsTheLastReloadOfTheEndpoint(null);
        deploy("reload-init-fails");
        change("{\"state\":\"canary\",\"weight\":100}", "stopped");
        assertOutcomeIsTheLastReloadOfTheEndpoint("failed");
        deploy("reload-v2");
        change("{\"state\":\"canary\",\"weight\":100}", "succeeded");
        change("{\"state\":\"abandoned\"}", "succeeded");
        assertThat(assertOutcomeIsTheLastReloadOfTheEndpoint("abandoned").at("/reason").asString())
            .startsWith("1.1.0 (generation 2) was abandoned, because");
        change("{\"state\":\"canary\",\"weight\":100}", "succeeded");
        change("{\"state\":\"promoted\"}", "succeeded");
        assertThat(assertOutcomeIsTheLastReloadOfTheEndpoint("promoted").at("/version").asString()).isEqualTo("1.1.0");
        change("{\"state\":\"rolled-back\"}", "succeeded");
        assertOutcomeIsTheLastReloadOfTheEndpoint("rolled-back");
        change("{\"state\":\"reloaded\"}", "succeeded");
        assertOutcomeIsTheLastReloadOfTheEndpoint("reloaded");
        assertThat(told(started)).containsSubsequence("failed", "abandoned", "promoted", "rolled-back", "reloaded");
    }

    @Test
    void othersAreToldOfARolloutThatNoCommandEnds() throws Exception {
        ConfigurableApplicationContext started = start("polyplug.fleet.heartbeat=1h",
                "management.health.polyplug.enabled=false");
        PolyplugRuntime runtime = started.getBean(PolyplugRuntime.class);
        deploy("reload-v2");
        Path bundle = this.folder.resolve("plugins").resolve("reload");
        runtime.canaryBundle(bundle, RolloutSettings.canary(100));
        runtime.abandonBundle("reload");
        Awaitility.await().atMost(PATIENCE).until(() -> told(started).contains("abandoned"));
        runtime.canaryBundle(bundle, RolloutSettings.canary(100));
        runtime.promoteBundle("reload");
        Awaitility.await().atMost(PATIENCE).until(() -> told(started).contains("promoted"));
    }

    /** Has a command carried out, and returns when it has ended. */
    private void change(String command, String outcome) throws Exception {
        HttpResponse<String> answer = send("/reload", command);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String id = JSON.readTree(answer.body()).at("/id").asString();
        JsonNode ended = awaitFleet((fleet) -> fleet.at("/commands/0/id").asString().equals(id)
                && !fleet.at("/commands/0/outcome").asString().equals("running"));
        assertThat(ended.at("/commands/0/outcome").asString()).as(ended.toString()).isEqualTo(outcome);
    }

    private JsonNode assertOutcomeIsTheLastReloadOfTheEndpoint(@Nullable String outcome) throws Exception {
        JsonNode told = fleet().at("/instances/0/bundles/0");
        HttpResponse<String> answer = get("/actuator/polyplug/reload");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode bundle = JSON.readTree(answer.body());
        assertThat(told.at("/outcome").asString(null)).isEqualTo(bundle.at("/lastReload/outcome").asString(null))
            .isEqualTo(outcome);
        assertThat(told.at("/reason").asString(null)).isEqualTo(bundle.at("/lastReload/reason").asString(null));
        return told;
    }

    /** Returns the outcomes that others were told of, in that order. */
    private static List<String> told(ConfigurableApplicationContext application) {
        return application.getBean(Sent.class)
            .messages()
            .filter(Presence.class::isInstance)
            .flatMap((presence) -> ((Presence) presence).bundles().stream())
            .map((served) -> String.valueOf(served.outcome()))
            .toList();
    }

    @Test
    void messageOfAnUnknownKindIsIgnoredWithALineThatNamesItsSender(CapturedOutput output) throws Exception {
        start();
        String head = "{\"type\":\"FleetRemoteApplicationEvent\",\"originService\":\"app:9\",\"destinationService\":\"**\",\"id\":\"1\",";
        hear(head + "\"protocol\":1,\"farewell\":{\"instance\":\"app:9\"}}");
        assertThat(output)
            .containsOnlyOnce("A message of 'app:9' is ignored, because it is of a kind that this instance"
                    + " does not know (protocol 1, here 1). Update its polyplug-spring-cloud-bus");
        List<String> kinds = List.of("presence", "order", "answer", "ending");
        for (String kind : kinds) {
            int protocol = 2 + kinds.indexOf(kind);
            hear(head + "\"protocol\":" + protocol + ",\"" + kind + "\":{\"instance\":\"app:9\",\"since\":{}}}");
            assertThat(output).containsOnlyOnce("(protocol " + protocol + ", here 1)");
        }
        hear("app:3", presence("app:3"));
        JsonNode fleet = awaitFleet((each) -> each.at("/instances").size() > 1);
        assertThat(fleet.at("/instances/1/instance").asString()).isEqualTo("app:3");
    }

    @Test
    void whatTravelsIsAMessageAndNothingElseOfTheSender() {
        ConfigurableApplicationContext started = start();
        RemoteApplicationEvent sent = Awaitility.await()
            .atMost(PATIENCE)
            .until(started.getBean(Sent.class).events()::peek, Objects::nonNull);
        assertThat(JSON.valueToTree(sent).propertyNames()).containsExactlyInAnyOrder("type", "timestamp",
                "originService", "destinationService", "id", "protocol", "presence");
    }

    @Test
    void messageThatLacksSomethingIsIgnoredWithALineThatNamesItsSender(CapturedOutput output) throws Exception {
        start();
        for (String message : List.of("\"presence\":{\"instance\":\"app:9\"}", "\"order\":{\"coordinator\":\"app:9\"}",
                "\"answer\":[]", "\"ending\":7")) {
            String origin = "app:9:" + message.charAt(1);
            hear("{\"type\":\"FleetRemoteApplicationEvent\",\"originService\":\"" + origin
                    + "\",\"destinationService\":\"**\"," + "\"id\":\"1\",\"protocol\":1," + message + "}");
            assertThat(output)
                .containsOnlyOnce("A message of '" + origin + "' is ignored, because it is not as protocol 1 has it: ");
        }
        hear("app:3", presence("app:3"));
        JsonNode fleet = awaitFleet((each) -> each.at("/instances").size() > 1);
        assertThat(fleet.at("/instances/1/instance").asString()).isEqualTo("app:3");
    }

    private static JsonNode page() throws IOException {
        Matcher page = Pattern.compile("GET /actuator/polyplug-fleet\\n\\n200\\n(\\{.*?\\n})", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "docs", "fleet.md")));
        assertThat(page.find()).isTrue();
        return JSON.readTree(page.group(1));
    }

    /** Returns the paths of all fields that have a value. */
    private static Set<String> fields(JsonNode node, Predicate<String> wanted) {
        Set<String> fields = new TreeSet<>();
        collect(node, "", fields);
        return fields.stream().filter(wanted).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void collect(JsonNode node, String path, Set<String> fields) {
        if (node.isArray()) {
            node.forEach((each) -> collect(each, path + "[]", fields));
        }
        else if (node.isObject()) {
            node.propertyStream()
                .forEach((field) -> collect(field.getValue(),
                        path.isEmpty() ? field.getKey() : path + "." + field.getKey(), fields));
        }
        else if (!node.isNull()) {
            fields.add(path);
        }
    }

    /** An application with the bus and without a broker. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = { "org.springframework.cloud.bus.BusStreamAutoConfiguration",
            "org.springframework.cloud.stream.config.BindingServiceConfiguration",
            "org.springframework.cloud.stream.config.BindingsEndpointAutoConfiguration",
            "org.springframework.cloud.stream.config.BindersHealthIndicatorAutoConfiguration",
            "org.springframework.cloud.stream.function.FunctionConfiguration" })
    static class Application {

        @Bean
        Sent sent() {
            return new Sent(new ConcurrentLinkedQueue<>());
        }

    }

    /**
     * Keeps what is sent.
     *
     * @param events what was
     */
    record Sent(ConcurrentLinkedQueue<RemoteApplicationEvent> events) implements BusBridge {

        @Override
        public void send(RemoteApplicationEvent event) {
            this.events.add(event);
        }

        Stream<FleetMessage> messages() {
            return this.events.stream().map((event) -> ((FleetRemoteApplicationEvent) event).message());
        }

    }

}
