package io.polyplug.fleet.bus;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Change;
import io.polyplug.fleet.message.Desired;
import io.polyplug.fleet.message.Ending;
import io.polyplug.fleet.message.FleetMessage;
import io.polyplug.fleet.message.Order;
import io.polyplug.fleet.message.Presence;
import io.polyplug.fleet.message.Revision;
import io.polyplug.fleet.message.Served;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the event in JSON, as the bus writes and reads it.
 */
class FleetEventTests {

    private static final JsonMapper JSON = JsonMapper.builder()
        .registerSubtypes(new NamedType(FleetRemoteApplicationEvent.class, "FleetRemoteApplicationEvent"))
        .build();

    static List<FleetMessage> messages() {
        Revision revision = new Revision(7, "b1");
        Served served = new Served("greeter", "1.0.0", 3, "d1", 12, null, "because");
        Desired desired = new Desired("greeter", "app:**", "1.0.0", "d1", revision);
        return List.of(new Presence("app:1", true, false, List.of(served), List.of(desired)),
                new Order(revision, "app:1", "alice", new Change("greeter", "canary", 5, null, "d1"), List.of("app:2"),
                        1, 2),
                new Answer("b1", "app:2", Answer.FAILED, "because", served), new Ending(revision, "greeter", desired),
                new Ending(revision, "greeter", null));
    }

    private static FleetRemoteApplicationEvent read(String json) {
        return JSON.readValue(json, FleetRemoteApplicationEvent.class);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageArrivesAsItWasSent(FleetMessage message) {
        String json = JSON.writeValueAsString(new FleetRemoteApplicationEvent(this, "app:1", message));
        FleetRemoteApplicationEvent read = read(json);
        assertThat(read.message()).isEqualTo(message);
        assertThat(read.getOriginService()).isEqualTo("app:1");
        assertThat(read.getDestinationService()).isEqualTo("**");
    }

    @Test
    void whatALaterVersionAddsIsIgnored() {
        String json = JSON.writeValueAsString(
                new FleetRemoteApplicationEvent(this, "app:1", new Answer("b1", "app:2", Answer.DONE, null, null)));
        String later = json.replace("\"command\":", "\"mood\":{\"of\":\"day\"},\"command\":")
            .replace("\"protocol\":", "\"colour\":3,\"protocol\":");
        assertThat(later).isNotEqualTo(json);
        assertThat(read(later).message()).isEqualTo(new Answer("b1", "app:2", Answer.DONE, null, null));
    }

    @Test
    void messageOfAnUnknownKindOrProtocolIsNone() {
        String head = "{\"type\":\"FleetRemoteApplicationEvent\",\"originService\":\"app:1\",\"destinationService\":\"**\",\"id\":\"1\",";
        assertThat(read(head + "\"protocol\":1,\"farewell\":{\"instance\":\"app:1\"}}").message()).isNull();
        assertThat(read(head + "\"protocol\":2,\"answer\":{\"command\":\"b\",\"instance\":\"a\",\"outcome\":\"done\"}}")
            .message()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "presence", "order", "answer", "ending" })
    void messageOfALaterProtocolIsNoneWhateverItIs(String kind) {
        for (String told : List.of("{}", "{\"instance\":[],\"asks\":\"perhaps\",\"change\":7}", "[{}]", "7", "\"x\"")) {
            FleetRemoteApplicationEvent read = read(
                    "{\"type\":\"FleetRemoteApplicationEvent\",\"originService\":\"app:1\","
                            + "\"destinationService\":\"**\",\"id\":\"1\",\"protocol\":2,\"" + kind + "\":" + told
                            + "}");
            assertThat(read.message()).as(told).isNull();
            assertThat(read.spokenProtocol()).isEqualTo(2);
            assertThat(read.getOriginService()).isEqualTo("app:1");
        }
    }

    @Test
    void kindsThatAreNotThereMayBeToldAsNull() {
        assertThat(read(
                "{\"type\":\"FleetRemoteApplicationEvent\",\"originService\":\"app:1\",\"id\":\"1\",\"protocol\":1,"
                        + "\"presence\":null,\"order\":null,\"ending\":null,"
                        + "\"answer\":{\"command\":\"b1\",\"instance\":\"app:2\",\"outcome\":\"done\"}}")
            .message()).isEqualTo(new Answer("b1", "app:2", Answer.DONE, null, null));
    }

    @Test
    void nameOnTheWireIsThatOfTheClass() {
        assertThat(FleetRemoteApplicationEvent.class.getAnnotation(JsonTypeName.class)).isNull();
        assertThat(JSON.writeValueAsString(
                new FleetRemoteApplicationEvent(this, "app:1", new Ending(new Revision(1, "b"), "greeter", null))))
            .contains("\"type\":\"FleetRemoteApplicationEvent\"")
            .doesNotContain("/");
    }

}
