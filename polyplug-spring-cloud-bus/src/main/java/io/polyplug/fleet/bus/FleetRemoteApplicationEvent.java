package io.polyplug.fleet.bus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Ending;
import io.polyplug.fleet.message.FleetMessage;
import io.polyplug.fleet.message.Order;
import io.polyplug.fleet.message.Presence;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.bus.event.RemoteApplicationEvent;

/**
 * What an instance of a fleet tells the others, as the bus carries it: one message and
 * the version of their language. What a later version adds is ignored.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@SuppressWarnings("serial")
public class FleetRemoteApplicationEvent extends RemoteApplicationEvent {

    /** The language that this class speaks. */
    static final int PROTOCOL = 1;

    private static final String ALL = "**";

    /** The language that the sender speaks. */
    @JsonProperty
    private int protocol;

    /** What an instance serves; of the four messages one is there. */
    @JsonProperty
    private @Nullable Presence presence;

    /** What instances are to do. */
    @JsonProperty
    private @Nullable Order order;

    /** What came of it at one instance. */
    @JsonProperty
    private @Nullable Answer answer;

    /** What came of a command. */
    @JsonProperty
    private @Nullable Ending ending;

    /**
     * Creates an event without a message, for the bus to fill.
     */
    protected FleetRemoteApplicationEvent() {
    }

    FleetRemoteApplicationEvent(Object source, String origin, FleetMessage message) {
        super(source, origin, DEFAULT_DESTINATION_FACTORY.getDestination(ALL));
        this.protocol = PROTOCOL;
        this.presence = (message instanceof Presence present) ? present : null;
        this.order = (message instanceof Order present) ? present : null;
        this.answer = (message instanceof Answer present) ? present : null;
        this.ending = (message instanceof Ending present) ? present : null;
    }

    @JsonIgnore
    int spokenProtocol() {
        return this.protocol;
    }

    /** Returns the message, or {@code null} if it is of a kind that is not known here. */
    @JsonIgnore
    @Nullable FleetMessage message() {
        if (this.protocol > PROTOCOL) {
            return null;
        }
        if (this.presence != null) {
            return this.presence;
        }
        if (this.order != null) {
            return this.order;
        }
        return (this.answer != null) ? this.answer : this.ending;
    }

}
