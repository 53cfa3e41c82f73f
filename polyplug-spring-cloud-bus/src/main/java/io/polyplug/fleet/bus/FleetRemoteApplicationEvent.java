package io.polyplug.fleet.bus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Ending;
import io.polyplug.fleet.message.FleetMessage;
import io.polyplug.fleet.message.Order;
import io.polyplug.fleet.message.Presence;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.cloud.bus.event.RemoteApplicationEvent;

/**
 * What an instance of a fleet tells the others, as the bus carries it: one message and
 * the version of their language. What a later version adds is ignored. A later language
 * may say anything by the same names, so a message is JSON until it is known to be of
 * this one.
 */
@JsonIgnoreProperties(value = "source", ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("serial")
public class FleetRemoteApplicationEvent extends RemoteApplicationEvent {

    /** The language that this class speaks. */
    static final int PROTOCOL = 1;

    private static final String ALL = "**";

    private static final JsonMapper JSON = JsonMapper.builder()
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();

    /** The language that the sender speaks. */
    @JsonProperty
    private int protocol;

    /** What an instance serves; of the four messages one is there. */
    @JsonProperty
    private @Nullable JsonNode presence;

    /** What instances are to do. */
    @JsonProperty
    private @Nullable JsonNode order;

    /** What came of it at one instance. */
    @JsonProperty
    private @Nullable JsonNode answer;

    /** What came of a command. */
    @JsonProperty
    private @Nullable JsonNode ending;

    /**
     * Creates an event without a message, for the bus to fill.
     */
    protected FleetRemoteApplicationEvent() {
    }

    FleetRemoteApplicationEvent(Object source, String origin, FleetMessage message) {
        super(source, origin, DEFAULT_DESTINATION_FACTORY.getDestination(ALL));
        this.protocol = PROTOCOL;
        JsonNode json = JSON.valueToTree(message);
        this.presence = (message instanceof Presence) ? json : null;
        this.order = (message instanceof Order) ? json : null;
        this.answer = (message instanceof Answer) ? json : null;
        this.ending = (message instanceof Ending) ? json : null;
    }

    @JsonIgnore
    int spokenProtocol() {
        return this.protocol;
    }

    /**
     * Returns the message, or {@code null} if it is of a kind that is not known here.
     * @throws JacksonException if it lacks something, or is none
     */
    @JsonIgnore
    @Nullable FleetMessage message() {
        if (this.protocol > PROTOCOL) {
            return null;
        }
        if (isThere(this.presence)) {
            return JSON.treeToValue(this.presence, Presence.class);
        }
        if (isThere(this.order)) {
            return JSON.treeToValue(this.order, Order.class);
        }
        if (isThere(this.answer)) {
            return JSON.treeToValue(this.answer, Answer.class);
        }
        return isThere(this.ending) ? JSON.treeToValue(this.ending, Ending.class) : null;
    }

    private static boolean isThere(@Nullable JsonNode message) {
        return message != null && !message.isNull();
    }

}
