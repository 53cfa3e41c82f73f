package io.polyplug.fleet.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances of an application and a real broker, each in a process of its own.
 */
class FleetOnBrokerTests {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void fleetOnRabbitMq() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Broker.Rabbit.PROGRAM),
                "Skipped: there is no " + Broker.Rabbit.PROGRAM + ", which Debian's package rabbitmq-server has");
        try (Network network = new Network();
                Broker broker = Broker.Rabbit.start(Files.createDirectory(this.folder.resolve("broker")), network)) {
            wavesStopOnFailureKillPartitionAndCatchUp(broker, network);
        }
    }

    @Test
    void fleetOnKafka() throws IOException {
        try (Network network = new Network();
                Broker broker = Broker.Kafka.start(Files.createDirectory(this.folder.resolve("broker")), network)) {
            wavesStopOnFailureKillPartitionAndCatchUp(broker, network);
        }
    }

    private void wavesStopOnFailureKillPartitionAndCatchUp(Broker broker, Network network) throws IOException {
        List<Instance> instances = IntStream.rangeClosed(1, 3).mapToObj((each) -> instance(each, broker)).toList();
        try {
            instances.forEach((each) -> each.deploy("reload-v1"));
            instances.forEach(Instance::start);
            instances.forEach(Instance::awaitStart);
            await(() -> instances.stream().allMatch((each) -> each.fleet().at("/instances").size() == 3));
            commandGoesInWaves(instances);
            commandStopsWhereABuildIsBroken(instances);
            commandTimesOutWhenAnInstanceIsKilledInTheMiddle(instances);
            instanceThatMissedACommandCatchesUpAfterItsRestart(instances);
            orderThatTheNetworkKeepsIsNotCarriedOutLater(instances, network);
            instanceThatIsCutOffInTheMiddleOfAWaveServesAndCatchesUp(instances, network);
        }
        catch (RuntimeException | Error ex) {
            instances.forEach((each) -> System.err.println(each.name() + ": " + each.told()));
            throw ex;
        }
        finally {
            instances.forEach(Instance::close);
        }
    }

    private Instance instance(int number, Broker broker) {
        try {
            return new Instance("app:" + number, Files.createDirectory(this.folder.resolve("instance" + number)),
                    broker.properties(number == 3));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void commandGoesInWaves(List<Instance> instances) {
        instances.forEach((each) -> each.deploy("reload-v2"));
        Instance coordinator = instances.get(1);
        assertThat(coordinator.command("{\"state\":\"loaded\"}").status()).isEqualTo(400);
        assertThat(coordinator.command("{\"state\":\"reloaded\",\"timeout\":\"soon\"}").status()).isEqualTo(400);
        assertThat(coordinator.command("{\"state\":\"reloaded\",\"destination\":\"other\"}").status()).isEqualTo(409);
        Matcher page = page();
        Instance.Answer begun = coordinator.command(page.group("request"));
        assertThat(begun.status()).isEqualTo(202);
        assertThat(fields(begun.body())).isEqualTo(fields(JsonMapper.shared().readTree(page.group("answer"))));
        JsonNode ended = coordinator.ended();
        assertThat(ended.at("/outcome").asString()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(ended.at("/id")).isEqualTo(begun.body().at("/id"));
        assertThat(texts(ended.at("/answers"), "instance")).containsExactly("app:1", "app:2", "app:3");
        assertThat(texts(ended.at("/answers"), "outcome")).containsOnly("done");
        String digest = ended.at("/change/digest").asString();
        await(() -> instances.stream()
            .allMatch((each) -> texts(each.fleet().at("/instances"), "bundles/0/digest")
                .equals(List.of(digest, digest, digest))));
        await(() -> instances.stream()
            .allMatch((each) -> each.fleet().at("/desired/0/digest").asString("").equals(digest)));
    }

    private void commandStopsWhereABuildIsBroken(List<Instance> instances) {
        instances.forEach((each) -> each.deploy("reload-v1"));
        instances.get(1).deploy("reload-init-fails");
        begin(instances.get(0), "{\"state\":\"reloaded\",\"waves\":\"1, 2, all\"}");
        JsonNode ended = instances.get(0).ended();
        assertThat(ended.at("/outcome").asString()).as(ended.toString()).isEqualTo("stopped");
        assertThat(ended.at("/reason").asString()).contains("app:2").doesNotContain(this.folder.toString());
        assertThat(texts(ended.at("/answers"), "instance")).containsExactly("app:1", "app:2");
        assertThat(instances.get(2).shown("app:3").at("/bundles/0/generation").asInt()).isEqualTo(2);
        await(() -> instances.get(2).shown("app:1").at("/bundles/0/differs").isString());
        instances.forEach((each) -> each.deploy("reload-v2"));
        begin(instances.get(2), "{\"state\":\"reloaded\"}");
        JsonNode again = instances.get(2).ended();
        assertThat(again.at("/outcome").asString()).as(again.toString()).isEqualTo("succeeded");
        await(() -> instances.stream()
            .allMatch((each) -> each.fleet().at("/desired/0/revision/command").equals(again.at("/id"))));
    }

    private void commandTimesOutWhenAnInstanceIsKilledInTheMiddle(List<Instance> instances) {
        instances.forEach((each) -> each.deploy("reload-v1"));
        instances.get(2).process().signal("STOP");
        JsonNode begun = begin(instances.get(0), "{\"state\":\"reloaded\",\"waves\":\"2, all\",\"timeout\":\"30s\"}");
        assertThat(begun.at("/missing").isArray()).isTrue();
        assertThat(begun.at("/missing")).isEmpty();
        await(() -> texts(instances.get(0).fleet().at("/commands/0/awaited"), "").equals(List.of("app:3")));
        assertThat(instances.get(1).command("{\"state\":\"reloaded\"}").status()).isEqualTo(409);
        instances.get(2).process().signal("KILL");
        JsonNode ended = instances.get(0).ended();
        assertThat(ended.at("/outcome").asString()).as(ended.toString()).isEqualTo("timed-out");
        assertThat(ended.at("/reason").asString()).contains("app:3");
        assertThat(texts(ended.at("/answers"), "outcome")).containsExactly("done", "done");
    }

    private void instanceThatMissedACommandCatchesUpAfterItsRestart(List<Instance> instances) {
        await(() -> instances.get(1).shown("app:3").at("/missingSince").isString());
        begin(instances.get(1), "{\"state\":\"reloaded\"}");
        JsonNode ended = instances.get(1).ended();
        assertThat(ended.at("/outcome").asString()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(texts(ended.at("/answers"), "outcome")).containsOnly("already");
        assertThat(texts(ended.at("/missing"), "")).containsExactly("app:3");
        Instance back = instances.get(2);
        back.deploy("reload-v2");
        back.start();
        back.awaitStart();
        await(() -> instances.get(0).shown("app:3").at("/bundles/0/outcome").asString("").equals("not-caught-up"));
        assertThat(instances.get(0).shown("app:3").at("/bundles/0/reason").asString()).contains("is expected");
        back.deploy("reload-v1");
        String digest = ended.at("/change/digest").asString();
        await(() -> instances.get(0).shown("app:3").at("/bundles/0/digest").asString("").equals(digest));
        await(() -> instances.get(0).shown("app:3").at("/bundles/0/differs").isNull());
    }

    /** The instance answers its users all the time, and the order is late or lost. */
    private void orderThatTheNetworkKeepsIsNotCarriedOutLater(List<Instance> instances, Network network) {
        Instance away = instances.get(2);
        instances.forEach((each) -> each.deploy("reload-v2"));
        network.cut();
        begin(instances.get(0), "{\"state\":\"reloaded\",\"waves\":\"1, all\",\"timeout\":\"30s\"}");
        JsonNode ended = instances.get(0).ended();
        assertThat(ended.at("/outcome").asString()).as(ended.toString()).isEqualTo("timed-out");
        assertThat(texts(ended.at("/awaited"), "")).containsExactly("app:3");
        assertThat(List.of(instances.get(0).answer(), instances.get(1).answer(), away.answer())).containsExactly(200,
                200, 100);
        network.heal();
        await(() -> instances.get(0).shown("app:3").at("/missingSince").isNull()
                && away.shown("app:1").at("/missingSince").isNull());
        assertThat(away.answer()).isEqualTo(100);
        begin(instances.get(0), "{\"state\":\"reloaded\"}");
        JsonNode again = instances.get(0).ended();
        assertThat(again.at("/outcome").asString()).as(again.toString()).isEqualTo("succeeded");
        assertThat(texts(again.at("/answers"), "outcome")).containsExactlyInAnyOrder("already", "already", "done");
        assertThat(away.answer()).isEqualTo(200);
    }

    private void instanceThatIsCutOffInTheMiddleOfAWaveServesAndCatchesUp(List<Instance> instances, Network network) {
        Instance away = instances.get(2);
        instances.forEach((each) -> each.deploy("reload-v1"));
        away.hold();
        JsonNode begun = begin(instances.get(0), "{\"state\":\"reloaded\",\"waves\":\"1, all\",\"timeout\":\"60s\"}");
        await(away::isHeld);
        network.cut();
        away.release();
        await(() -> away.answer() == 100);
        assertThat(instances.get(1).command("{\"state\":\"reloaded\"}").status()).isEqualTo(409);
        JsonNode ended = instances.get(0).ended();
        assertThat(ended.at("/outcome").asString()).as(ended.toString()).isEqualTo("timed-out");
        assertThat(ended.at("/reason").asString()).contains("app:3");
        assertThat(texts(ended.at("/awaited"), "")).containsExactly("app:3");
        assertThat(texts(ended.at("/answers"), "instance")).containsExactlyInAnyOrder("app:1", "app:2");

        instances.forEach((each) -> each.deploy("reload-v2"));
        await(() -> instances.get(1).shown("app:3").at("/missingSince").isString());
        await(() -> away.shown("app:1").at("/missingSince").isString());
        begin(instances.get(1), "{\"state\":\"reloaded\"}");
        JsonNode meanwhile = instances.get(1).ended();
        assertThat(meanwhile.at("/outcome").asString()).as(meanwhile.toString()).isEqualTo("succeeded");
        assertThat(texts(meanwhile.at("/missing"), "")).containsExactly("app:3");
        assertThat(texts(meanwhile.at("/answers"), "outcome")).containsExactly("done", "done");
        assertThat(away.answer()).isEqualTo(100);

        network.heal();
        await(() -> away.answer() == 200);
        String digest = meanwhile.at("/change/digest").asString();
        await(() -> instances.stream()
            .allMatch((each) -> each.shown("app:3").at("/bundles/0/digest").asString("").equals(digest)
                    && each.shown("app:3").at("/bundles/0/differs").isNull()
                    && each.shown("app:3").at("/missingSince").isNull()));
        assertThat(instances.get(0).commanded(begun.at("/id").asString()).at("/outcome").asString())
            .isEqualTo("timed-out");
    }

    /** Begins a command when the one before it is known to have ended. */
    private static JsonNode begin(Instance coordinator, String command) {
        return Awaitility.await("the end of the command before")
            .atMost(PATIENCE)
            .until(() -> coordinator.command(command), (answer) -> answer.status() == 202)
            .body();
    }

    /** Returns the first command of the page of fleets, and its answer. */
    private static Matcher page() {
        try {
            Matcher page = Pattern
                .compile("POST /actuator/polyplug-fleet/reload\\n(?<request>\\{.*?})\\n\\n202\\n(?<answer>\\{.*?\\n})",
                        Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "fleet.md")));
            assertThat(page.find()).isTrue();
            return page;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static Set<String> fields(JsonNode object) {
        return object.propertyStream()
            .filter((field) -> !field.getValue().isNull())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    }

    private static List<String> texts(JsonNode nodes, String path) {
        return StreamSupport.stream(nodes.spliterator(), false)
            .map((each) -> (path.isEmpty() ? each : each.at("/" + path)).asString(""))
            .toList();
    }

    private static void await(Supplier<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(condition::get);
    }

}
