package io.polyplug.fleet.bus;

import java.security.Principal;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

import io.polyplug.fleet.Command;
import io.polyplug.fleet.CommandRefusedException;
import io.polyplug.fleet.Waves;
import io.polyplug.fleet.message.Change;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.convert.DurationStyle;

/**
 * {@link WebEndpoint @WebEndpoint} to see the fleet and to command it: 202 the command
 * runs, 400 it is none, 409 it is refused while another one runs or since nobody is
 * meant.
 */
@WebEndpoint(id = FleetEndpoint.ID, defaultAccess = Access.READ_ONLY)
final class FleetEndpoint {

    /** Boot wants no dashes in names of endpoints; in its path there is one. */
    static final String ID = "polyplugfleet";

    static final String PATH = "polyplug-fleet";

    private static final int STATUS_ACCEPTED = 202;

    private static final int STATUS_CONFLICT = 409;

    private final FleetInstance instance;

    private final FleetProperties properties;

    FleetEndpoint(FleetInstance instance, FleetProperties properties) {
        this.instance = instance;
        this.properties = properties;
    }

    /** Describes the fleet as this instance knows it. */
    @ReadOperation
    WebEndpointResponse<?> fleet() {
        return answer(this.instance::state, WebEndpointResponse.STATUS_OK);
    }

    /** Has this instance drive a command, and does not wait for its end. */
    @WriteOperation
    WebEndpointResponse<?> command(SecurityContext securityContext, @Selector String bundle, @Nullable String state,
            @Nullable Integer weight, @Nullable String destination, @Nullable String waves, @Nullable String timeout,
            @Nullable String version, @Nullable String digest) {
        Principal principal = securityContext.getPrincipal();
        try {
            Command command = new Command(new Change(bundle, (state != null) ? state : "", weight, version, digest),
                    Objects.requireNonNullElse(destination, "**"),
                    (waves != null) ? Waves.of(waves) : new Waves(this.properties.waves()), timeout(timeout),
                    (principal != null) ? principal.getName() : null);
            return answer(() -> this.instance.begin(command), STATUS_ACCEPTED);
        }
        catch (IllegalArgumentException ex) {
            return new WebEndpointResponse<>(new Refusal(String.valueOf(ex.getMessage())),
                    WebEndpointResponse.STATUS_BAD_REQUEST);
        }
    }

    private Duration timeout(@Nullable String text) {
        return (text != null) ? DurationStyle.detectAndParse(text) : this.properties.timeout();
    }

    private static WebEndpointResponse<?> answer(Supplier<?> body, int status) {
        try {
            return new WebEndpointResponse<>(body.get(), status);
        }
        catch (CommandRefusedException ex) {
            return new WebEndpointResponse<>(new Refusal(String.valueOf(ex.getMessage())), STATUS_CONFLICT);
        }
    }

    /**
     * A request that is not carried out.
     *
     * @param reason why, and what to do about it
     */
    record Refusal(String reason) implements OperationResponseBody {
    }

}
